import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/core/permissions/actor";
import { accept, invariant } from "@/core/result";
import { closeApproval, insertApprovalObjects, insertDecision, lockApproval } from "@/server/store/approvals";
import { type ApprovedLine, draftVoucher, postVouchers, type VoucherDraft } from "@/server/store/post-vouchers";
import { type DbTransaction, reader, transact } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { addUser, as } from "@/tests/command-context";
import { about, BANK, balancesOf, openStory, partyOf, post, type StoryDesk } from "@/tests/story-desk";

/** 调账: its rule leaves the lines open ("as approved"), so they come from the request that others have signed. */
let desk: StoryDesk;
let maker: Actor;
let checker: Actor;
beforeAll(async () => {
  desk = await openStory("shop");
  maker = await addUser(desk.db.ownerPool, "maker", "OPERATOR");
  checker = await addUser(desk.db.ownerPool, "checker", "FINANCE");
  const paidIn = draftVoucher({
    ...about("IN1", 0, "topped_up"),
    event: "settlement.topped_up",
    amounts: { amount: 100_000n },
    asset: "CNY",
    owner: { ...BANK, merchant: partyOf(desk, "shop") },
  });
  expect(await post(paidIn)).toBe("done");
});
afterAll(() => desk.db.drop());

const toDeposit = (amountMinor: bigint): ApprovedLine[] => [
  { side: "DEBIT", accountNo: "SHOP-SETTLEMENT", amountMinor },
  { side: "CREDIT", accountNo: "SHOP-DEPOSIT", amountMinor },
];

function adjusted(no: string, approvedLines: readonly ApprovedLine[], approvalId?: bigint): VoucherDraft {
  const approval = approvalId === undefined ? {} : { approvalId };
  return {
    ...about(no, 0, "adjusted"),
    event: "adjustment",
    amounts: {},
    asset: "CNY",
    owner: {},
    approvedLines,
    ...approval,
  };
}

async function actAs(actor: Actor, work: (tx: DbTransaction) => Promise<unknown>): Promise<void> {
  await transact("test.act", as(actor), {}, async (tx) => {
    await work(tx);
    return accept(null);
  });
}

/** A request to adjust by these lines, as an adjustment's command will file it. */
async function ask(lines: readonly ApprovedLine[]): Promise<string> {
  const approvalNo = `AP-${randomUUID()}`;
  const shown = lines.map((line) => ({ ...line, amountMinor: `${line.amountMinor}` }));
  await actAs(maker, async (tx) => {
    await tx.query(
      `INSERT INTO approvals (approval_no, act, ruled_act, object_type, object_no, object_version, payload, payload_hash,
         amount_minor, asset, reason, maker_id, status, expires_at, command_id)
       VALUES ($1, 'ADJUSTMENT', 'ADJUSTMENT', 'story', $1, 1, $2, json_hash($2), 1, 'CNY', 'wrong account', $3, 'PENDING',
         now() + interval '1 day', $4)`,
      [approvalNo, JSON.stringify({ event: "adjustment", lines: shown }), maker.userId, tx.context.commandId],
    );
    const request = await lockApproval(tx, approvalNo);
    invariant(request, "the request is there");
    await insertApprovalObjects(tx, request.id, [{ type: "story", no: approvalNo, version: null, facts: null }]);
  });
  return approvalNo;
}

/** The checker signs, and the lines are posted. */
function approve(approvalNo: string, lines: readonly ApprovedLine[]): Promise<void> {
  return actAs(checker, async (tx) => {
    const approval = await lockApproval(tx, approvalNo);
    invariant(approval, "the request is there");
    await insertDecision(tx, approval, {
      seat: "FINANCE",
      onBehalfOfId: null,
      verdict: "APPROVE",
      note: "",
      totpStep: null,
    });
    await closeApproval(tx, approval, "EXECUTED");
    await postVouchers(tx, [adjusted(approvalNo, lines, approval.id)]);
  });
}

describe("an adjustment", () => {
  it("posts exactly the lines of its approved request, and the books follow the catalogue", async () => {
    const lines = toDeposit(3_000n);
    await approve(await ask(lines), lines);
    expect(await balancesOf("SHOP-SETTLEMENT", "SHOP-DEPOSIT")).toEqual({
      "SHOP-SETTLEMENT": "97000",
      "SHOP-DEPOSIT": "3000",
    });
    const { checks } = await verifyBooks(reader);
    expect(checks.find((check) => check.name === "vouchers_follow_catalogue")).toMatchObject({ ok: true });
  });

  it("is refused without an approval, with other lines than were approved, and out of balance", async () => {
    await expect(post(adjusted("AD1", toDeposit(1n)))).rejects.toMatchObject({ code: "CD011" });
    await expect(ask(toDeposit(1n)).then((no) => approve(no, toDeposit(2n)))).rejects.toMatchObject({ code: "CD011" });
    const oneSided = [
      ...toDeposit(5n).slice(0, 1),
      { side: "CREDIT", accountNo: "SHOP-DEPOSIT", amountMinor: 4n } as const,
    ];
    await expect(ask(oneSided).then((no) => approve(no, oneSided))).rejects.toMatchObject({ code: "CD003" });
  });

  it("is the only event that takes lines from people: no other rule is gone round", async () => {
    const smuggled = { ...adjusted("AD3", toDeposit(1n)), event: "payout.accepted" as const };
    await expect(post(smuggled)).rejects.toThrow(/payout.accepted posts by its rule alone/);
    await expect(post({ ...adjusted("AD4", []), approvedLines: [] })).rejects.toMatchObject({ code: "CD003" });
  });

  it("opens no account, and never crosses between customers' money and our own", async () => {
    await expect(post(adjusted("AD2", [{ side: "DEBIT", accountNo: "9999", amountMinor: 1n }]))).rejects.toThrow(
      /there is no account 9999/,
    );
    const own = draftVoucher({
      ...about("IN2", 0, "covered"),
      event: "reserve.covered",
      amounts: { amount: 500n },
      asset: "CNY",
      owner: BANK,
    });
    expect(await post(own)).toBe("done");
    const crossing = [
      { side: "DEBIT", accountNo: "SHOP-SETTLEMENT", amountMinor: 1n },
      { side: "CREDIT", accountNo: "1012", amountMinor: 1n },
    ] as const;
    await expect(ask(crossing).then((no) => approve(no, crossing))).rejects.toMatchObject({ code: "CD016" });
  });
});

describe("the proof of the catalogue", () => {
  it("finds a voucher whose version no rule has", async () => {
    const client = await desk.db.ownerPool.connect();
    try {
      await client.query("BEGIN");
      await client.query("ALTER TABLE vouchers DISABLE TRIGGER USER");
      const failing = async () => {
        const { checks } = await verifyBooks({
          query: async (sql, params = []) => (await client.query(sql, [...params])).rows,
        });
        return checks.filter((check) => !check.ok).map((check) => check.name);
      };
      // Requests that this file writes by hand are not all that a command would have written.
      const before = await failing();
      expect(before).not.toContain("vouchers_follow_catalogue");
      await client.query("UPDATE vouchers SET catalogue_version = 9 WHERE event = 'settlement.topped_up'");
      expect((await failing()).filter((name) => !before.includes(name))).toEqual(["vouchers_follow_catalogue"]);
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  });
});
