import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AdjustmentChoice, adjustmentChoice } from "@/contracts/adjustments";
import { MANUAL_EVENTS } from "@/core/adjustments/manual-events";
import type { Actor } from "@/core/permissions/actor";
import { hashOf } from "@/server/attachments/attachment-store";
import { openFolderStore } from "@/server/attachments/folder-store";
import { proposeAdjustment } from "@/server/commands/propose-adjustment";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { postedOf } from "@/tests/command-context";
import { accepted, by, type Desk, decideAs, linesOf, openDesk, reconcileDay } from "@/tests/desk-fixture";

const EVIDENCE = Buffer.from("%PDF-1.7 what was agreed");
let desk: Desk;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-adjustments-"));
  process.env.DESK_ATTACHMENTS_DIR = folder;
  desk = await openDesk();
  await openFolderStore().put(hashOf(EVIDENCE), EVIDENCE);
  // A break that stays open, so that a suspense account has something in it.
  await reconcileDay({ lines: [{ orderNo: "UNKNOWN1", amountMinor: 5_000n }] });
});
afterAll(async () => {
  await desk.db.drop();
  await rm(folder, { recursive: true });
});

/** A draft with a file beside it, as the editor's page uploads one. */
async function draftOf(actor: Actor): Promise<string> {
  const draftNo = randomUUID();
  await desk.db.ownerPool.query(
    `INSERT INTO attachments (attachment_no, object_type, object_no, file_name, media_type, size_bytes, sha256, store,
       uploaded_by, created_at, command_id)
     SELECT $1, 'draft', $1, 'agreement.pdf', 'application/pdf', $3, $4, 'FOLDER', $2, now(), command_id FROM receipts LIMIT 1`,
    [draftNo, actor.userId, EVIDENCE.length, hashOf(EVIDENCE)],
  );
  return draftNo;
}

async function propose(given: object, actor: Actor = desk.people.maker, draftNo?: string) {
  const choice: AdjustmentChoice = adjustmentChoice.parse(given);
  const input = { commandId: "", choice, reasonCode: "WRONG_ACCOUNT" as const, note: "was booked to the wrong one" };
  return proposeAdjustment(by(actor), { ...input, origin: null, draftNo: draftNo ?? (await draftOf(actor)) });
}

const lines = (...written: [side: "D" | "C", accountNo: string, amountMinor: string][]) => ({
  kind: "LINES",
  lines: written.map(([side, accountNo, amountMinor]) => ({
    side: side === "D" ? "DEBIT" : "CREDIT",
    accountNo,
    amountMinor,
  })),
});
const toDeposit = (amount: string) => lines(["D", "M1-SETTLEMENT", amount], ["C", "M1-DEPOSIT", amount]);

async function decide(actor: Actor, approvalNo: string, verdict: "APPROVE" | "REJECT" = "APPROVE") {
  const [row] = await reader.query<{ version: number }>("SELECT version FROM approvals WHERE approval_no = $1", [
    approvalNo,
  ]);
  const decided = await decideAs(actor, { approvalNo, expectedVersion: row?.version ?? 0, verdict, note: "seen" });
  return decided.ok ? decided.value : { outcome: decided.refusal.code, voucherNo: null };
}

const codeOf = (result: { ok: true } | { ok: false; refusal: { code: string } }) =>
  result.ok ? "done" : result.refusal.code;

async function faultsOfTheBooks(): Promise<unknown[]> {
  return (await verifyBooks(reader)).checks.filter(({ ok }) => !ok);
}

describe("an adjustment", () => {
  it("is posted as it was proposed, once, when somebody else has agreed", async () => {
    const before = await postedOf("M1-DEPOSIT");
    const { approvalNo, adjustmentNo } = accepted(await propose(toDeposit("300"), desk.people.finance2));
    expect(await postedOf("M1-DEPOSIT")).toBe(before);
    expect((await decide(desk.people.finance2, approvalNo)).outcome).toBe("checker_is_maker");
    const { outcome, voucherNo } = await decide(desk.people.finance, approvalNo);
    expect(outcome).toBe("EXECUTED");
    expect(await linesOf(voucherNo)).toEqual(["D M1-SETTLEMENT 300", "C M1-DEPOSIT 300"]);
    const [voucher] = await reader.query("SELECT event, object_type, object_no FROM vouchers WHERE voucher_no = $1", [
      voucherNo,
    ]);
    expect(voucher).toEqual({ event: "adjustment", object_type: "adjustment", object_no: adjustmentNo });
    expect((await decide(desk.people.lead, approvalNo)).outcome).toBe("approval_closed");
    expect(await postedOf("M1-DEPOSIT")).toBe(before + 300n);
    expect(await faultsOfTheBooks()).toEqual([]);
  });

  it("asks for more people the more it moves, counting what else was asked for the merchant", async () => {
    const small = accepted(await propose(lines(["D", "M2-SETTLEMENT", "60000"], ["C", "M2-DEPOSIT", "60000"])));
    expect(small.requiredRoles).toEqual(["FINANCE"]);
    const [first] = await reader.query("SELECT excludes, summed_minor FROM approvals WHERE approval_no = $1", [
      small.approvalNo,
    ]);
    expect(first).toEqual({ excludes: ["EDITOR", "DELEGATE"], summed_minor: 60_000n });
    const another = accepted(await propose(lines(["D", "M2-DEPOSIT", "30000"], ["C", "M2-MARKETING", "30000"])));
    const more = accepted(await propose(lines(["D", "M2-MARKETING", "50000"], ["C", "M2-DEPOSIT", "50000"])));
    const [third] = await reader.query("SELECT excludes, summed_minor FROM approvals WHERE approval_no = $1", [
      more.approvalNo,
    ]);
    expect(third).toEqual({ excludes: ["EDITOR", "DELEGATE", "PORTFOLIO"], summed_minor: 140_000n });
    for (const { approvalNo } of [small, another, more]) await decide(desk.people.finance, approvalNo, "REJECT");
  });

  it.each([
    ["adjustment_unbalanced", lines(["D", "M1-SETTLEMENT", "300"], ["C", "M1-DEPOSIT", "299"])],
    ["adjustment_account_unknown", lines(["D", "9999", "1"], ["C", "M1-DEPOSIT", "1"])],
    ["adjustment_account_repeated", lines(["D", "M1-DEPOSIT", "1"], ["C", "M1-DEPOSIT", "1"])],
    ["adjustment_incomplete", lines(["D", "M1-DEPOSIT", "1"])],
    ["adjustment_funds_mixed", lines(["D", "M1-SETTLEMENT", "1"], ["C", "6001", "1"])],
    ["adjustment_control_channel", lines(["D", "M1-SETTLEMENT", "1"], ["C", "1122-wechat", "1"])],
    ["adjustment_control_suspense", lines(["D", "2241-wechat", "1"], ["C", "M1-DEPOSIT", "1"])],
    ["adjustment_control_bank", lines(["D", "1002-reserve", "1"], ["C", "M1-DEPOSIT", "1"])],
    ["adjustment_overdraws", toDeposit("100000000")],
    ["voucher_unknown", { kind: "REVERSAL", voucherNo: "V20200101000001" }],
    ["adjustment_incomplete", { kind: "TEMPLATE", event: "adjustment", asset: "CNY", amounts: {}, roles: {} }],
    [
      "adjustment_role_missing",
      { kind: "TEMPLATE", event: "fees.swept", asset: "CNY", amounts: { amount: "1" }, roles: {} },
    ],
    [
      "adjustment_name_unknown",
      { kind: "TEMPLATE", event: "fees.swept", asset: "CNY", amounts: { cost: "1" }, roles: {} },
    ],
    [
      "merchant_unknown",
      {
        kind: "TEMPLATE",
        event: "merchant_fee.charged",
        asset: "CNY",
        amounts: { fee: "1" },
        roles: { merchant: "M404" },
      },
    ],
    [
      "bank_account_unknown",
      { kind: "TEMPLATE", event: "fees.swept", asset: "CNY", amounts: { amount: "1" }, roles: { bank: "nowhere" } },
    ],
    [
      "asset_unknown",
      {
        kind: "TEMPLATE",
        event: "fees.swept",
        asset: "240011.IB",
        amounts: { amount: "1" },
        roles: { bank: "reserve" },
      },
    ],
  ])("is refused in words before anybody has to sign: %s", async (code, choice) => {
    await postFee();
    expect(codeOf(await propose(choice))).toBe(code);
  });

  it("needs evidence of the maker's own, and somebody who works here", async () => {
    expect(codeOf(await propose(toDeposit("1"), desk.people.maker, randomUUID()))).toBe("adjustment_evidence_missing");
    const others = await draftOf(desk.people.colleague);
    expect(codeOf(await propose(toDeposit("1"), desk.people.maker, others))).toBe("adjustment_evidence_missing");
    expect(codeOf(await propose(toDeposit("1"), desk.people.auditor))).toBe("not_permitted");
    const left = await reader.query("SELECT 1 FROM approvals WHERE status = 'PENDING' AND amount_minor = 1");
    expect(left).toEqual([]);
  });

  it("of somebody who sees one merchant stays with that merchant", async () => {
    const { scoped } = desk.people;
    const elsewhere = lines(["D", "M2-SETTLEMENT", "1"], ["C", "M2-DEPOSIT", "1"]);
    expect(codeOf(await propose(elsewhere, scoped))).toBe("adjustment_account_unknown");
    const swept = {
      kind: "TEMPLATE",
      event: "fees.swept",
      asset: "CNY",
      amounts: { amount: "1" },
      roles: { bank: "reserve" },
    };
    expect(codeOf(await propose(swept, scoped))).toBe("adjustment_out_of_scope");
    const { approvalNo } = accepted(await propose(toDeposit("1"), scoped));
    expect((await decide(desk.people.finance, approvalNo)).outcome).toBe("EXECUTED");
  });

  it("waits on when the money is not there today, and is posted when it is", async () => {
    const { approvalNo } = accepted(await propose(toDeposit("90000")));
    const drained = accepted(await propose(lines(["D", "M1-SETTLEMENT", "20000"], ["C", "M1-MARKETING", "20000"])));
    expect((await decide(desk.people.finance, drained.approvalNo)).outcome).toBe("EXECUTED");
    expect((await decide(desk.people.finance, approvalNo)).outcome).toBe("balance_insufficient");
    const back = accepted(await propose(lines(["D", "M1-MARKETING", "20000"], ["C", "M1-SETTLEMENT", "20000"])));
    expect((await decide(desk.people.finance, back.approvalNo)).outcome).toBe("EXECUTED");
    expect((await decide(desk.people.finance, approvalNo)).outcome).toBe("EXECUTED");
  });
});

it("is void when what it would post is not the same any more", async () => {
  const { approvalNo } = accepted(await propose(lines(["D", "M2-SETTLEMENT", "5"], ["C", "M2-DEPOSIT", "5"])));
  const rename = "UPDATE accounts SET account_no = $2 WHERE account_no = $1";
  await desk.db.ownerPool.query(rename, ["M2-DEPOSIT", "M2-GONE"]);
  expect((await decide(desk.people.finance, approvalNo)).outcome).toBe("STALE");
  await desk.db.ownerPool.query(rename, ["M2-GONE", "M2-DEPOSIT"]);
});

const FILLED: Record<string, object> = {
  "settlement.topped_up": { amounts: { amount: "500" }, roles: { bank: "reserve", merchant: "M1" } },
  "marketing.topped_up": { amounts: { amount: "500" }, roles: { bank: "reserve", merchant: "M1" } },
  "deposit.topped_up": { amounts: { amount: "500" }, roles: { bank: "reserve", merchant: "M2" } },
  "reserve.covered": { amounts: { amount: "700" }, roles: { bank: "reserve" } },
  "platform_marketing.prefunded": { amounts: { amount: "700" }, roles: { bank: "reserve" } },
  "merchant_fee.charged": { amounts: { fee: "20" }, roles: { merchant: "M1" } },
  "merchant_fee.returned": { amounts: { fee: "10" }, roles: { merchant: "M1" } },
  "profit_share.paid": { amounts: { share: "30" }, roles: { payer: "M1", receiver: "M2" } },
  "fees.swept": { amounts: { amount: "5" }, roles: { bank: "reserve" } },
};

/** Money in the pending account, which fees and shares are taken from. */
async function postFee(): Promise<void> {
  if ((await postedOf("M1-PENDING")) > 0n) return;
  await reconcileDay({
    orders: [{ orderNo: "PAID1", cashMinor: 10_000n }],
    lines: [{ orderNo: "PAID1", amountMinor: 10_000n }],
  });
  const charged = { kind: "TEMPLATE", event: "merchant_fee.charged", asset: "CNY", ...FILLED["merchant_fee.charged"] };
  const { approvalNo } = accepted(await propose(charged));
  await decide(desk.people.finance, approvalNo);
}

describe("a template of the catalogue", () => {
  it.each(MANUAL_EVENTS.filter((event) => event !== "adjustment"))(
    "%s is posted by its rule, and the books still prove",
    async (event) => {
      await postFee();
      const proposed = accepted(await propose({ kind: "TEMPLATE", event, asset: "CNY", ...FILLED[event] }));
      const first = await decide(desk.people.finance, proposed.approvalNo);
      const { voucherNo } = first.outcome === "SIGNED" ? await decide(desk.people.lead, proposed.approvalNo) : first;
      const [voucher] = await reader.query("SELECT event, object_no FROM vouchers WHERE voucher_no = $1", [voucherNo]);
      expect(voucher).toEqual({ event, object_no: proposed.adjustmentNo });
      expect(await faultsOfTheBooks()).toEqual([]);
    },
  );
});

describe("taking an adjustment back", () => {
  it("is a request as well: once, with the opposite lines, and void for whoever comes second", async () => {
    const made = accepted(await propose(toDeposit("40")));
    const { voucherNo } = await decide(desk.people.finance, made.approvalNo);
    const reversal = { kind: "REVERSAL", voucherNo };
    const { approvalNo } = accepted(await propose(reversal));
    expect(codeOf(await propose(reversal, desk.people.colleague))).toBe("approval_waits_already");
    const back = await decide(desk.people.finance, approvalNo);
    expect(await linesOf(back.voucherNo)).toEqual(["C M1-SETTLEMENT 40", "D M1-DEPOSIT 40"]);
    expect(codeOf(await propose(reversal))).toBe("voucher_reversed_already");
    expect(codeOf(await propose({ kind: "REVERSAL", voucherNo: back.voucherNo }))).toBe("reversal_not_adjustment");
    expect(await faultsOfTheBooks()).toEqual([]);
  });

  it("is only for adjustments: what other work has posted is taken back there", async () => {
    const [topUp] = await reader.query<{ no: string }>(
      "SELECT voucher_no AS no FROM vouchers WHERE event = 'deposit.topped_up' AND object_type <> 'adjustment' LIMIT 1",
    );
    expect(codeOf(await propose({ kind: "REVERSAL", voucherNo: topUp?.no }))).toBe("reversal_not_adjustment");
  });
});

const FORGED = "00000000-0000-4000-8000-000000000001";

describe("the database", () => {
  it("executes no adjustment without its voucher", async () => {
    const { approvalNo } = accepted(await propose(toDeposit("7")));
    const client = await desk.db.pool.connect();
    try {
      await client.query("BEGIN");
      await client.query(
        "INSERT INTO receipts (command_id, name, actor_id, input_hash) VALUES ($1, 'forged', $2, '')",
        [FORGED, desk.people.finance.userId],
      );
      await client.query(
        `INSERT INTO approval_decisions (approval_id, checker_id, maker_id, as_role, verdict, note, created_at, command_id)
         SELECT id, $2, maker_id, 'FINANCE', 'APPROVE', '', now(), $3 FROM approvals WHERE approval_no = $1`,
        [approvalNo, desk.people.finance.userId, FORGED],
      );
      await client.query(
        `UPDATE approvals SET status = 'EXECUTED', closed_at = now(), version = version + 1,
           command_id = $2 WHERE approval_no = $1`,
        [approvalNo, FORGED],
      );
      await client.query("UPDATE receipts SET outcome = '{}' WHERE command_id = $1", [FORGED]);
      await expect(client.query("COMMIT")).rejects.toMatchObject({ code: "CD011" });
    } finally {
      client.release();
    }
  });
});

describe("the proof of what was changed by request", () => {
  it.each([
    [
      "an adjustment of another request",
      "vouchers",
      "UPDATE vouchers SET object_no = 'AJ0' WHERE event = 'adjustment'",
    ],
    ["an adjustment of none", "vouchers", "UPDATE vouchers SET approval_id = NULL WHERE object_type = 'adjustment'"],
    [
      "a payee that nobody approved",
      "merchant_bank_accounts",
      `INSERT INTO merchant_bank_accounts (account_ref, merchant_id, asset, holder, bank, account_no, added_at, payable_from, command_id)
       SELECT 'BA000000', m.id, 'CNY', 'Me', 'ICBC', '62220000', now(), now(), r.command_id
       FROM merchants m, receipts r WHERE r.actor_id IS NOT NULL LIMIT 1`,
    ],
  ])("finds %s", async (_, table, sql) => {
    const client = await desk.db.ownerPool.connect();
    try {
      await client.query(`BEGIN; ALTER TABLE ${table} DISABLE TRIGGER USER`);
      await client.query(sql);
      const { checks } = await verifyBooks({
        query: async (text, params = []) => (await client.query(text, [...params])).rows,
      });
      expect(checks.filter(({ ok }) => !ok).map(({ name }) => name)).toContain("changed_by_request");
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  });
});
