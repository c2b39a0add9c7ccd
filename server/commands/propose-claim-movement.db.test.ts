import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ClaimAct } from "@/core/suspense/claim";
import { findClaim, findClaimOfItem } from "@/server/store/claims";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { postedOf } from "@/tests/command-context";
import {
  accepted,
  by,
  type Desk,
  decideAs,
  linesOf,
  openDesk,
  openItemOf,
  proposeAs,
  reconcileDay,
} from "@/tests/desk-fixture";
import { proposeClaimMovement } from "./propose-claim-movement";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

/** A short of so much that was claimed from the channel; answers the claim's number. */
async function claim(orderNo: string, cashMinor: bigint, merchantNo = "M1"): Promise<string> {
  await reconcileDay({ orders: [{ orderNo, cashMinor, merchantNo }] });
  const { itemNo, version } = await openItemOf(orderNo);
  const choice = { resolution: "CLAIM_FROM_CHANNEL" } as const;
  const proposal = { itemNo, expectedVersion: version, choice, reason: "it never came" };
  const { approvalNo } = accepted(await proposeAs(desk.people.maker, proposal));
  await sign(approvalNo, 1);
  const opened = await findClaimOfItem(reader, itemNo);
  return opened?.claimNo ?? "";
}

async function ask(claimNo: string, act: ClaimAct, amountMinor: bigint, actor = desk.people.colleague) {
  const commandId = randomUUID();
  const expectedVersion = (await findClaim(reader, null, claimNo))?.version ?? 1;
  const input = { commandId, claimNo, expectedVersion, act, amountMinor, reason: "as the channel wrote" };
  return proposeClaimMovement(by(actor, commandId), input);
}

async function sign(approvalNo: string, checkers: number) {
  let voucherNo: string | null = null;
  for (const actor of [desk.people.finance, desk.people.lead].slice(0, checkers)) {
    const verdict = { approvalNo, expectedVersion: 1, verdict: "APPROVE" as const, note: "" };
    ({ voucherNo } = accepted(await decideAs(actor, verdict)));
  }
  return voucherNo;
}

async function move(claimNo: string, act: ClaimAct, amountMinor: bigint): Promise<string[]> {
  const { approvalNo, requiredRoles } = accepted(await ask(claimNo, act, amountMinor));
  expect(requiredRoles).toHaveLength(act === "WRITE_OFF" ? 2 : 1);
  return linesOf(await sign(approvalNo, requiredRoles.length));
}

async function faults(): Promise<string[]> {
  const { checks } = await verifyBooks(reader);
  // The fixture does not pay in what it books, so coverage is short from the beginning.
  return checks.filter((check) => !check.ok && check.name !== "coverage").map((check) => check.name);
}

describe("a claim", () => {
  it("is opened by its resolution, with the receivable, and is due in ten bank days", async () => {
    const claimNo = await claim("K-OPEN", 2_000n);
    expect(claimNo).toMatch(/^CL20261120\d{6}$/);
    const [row] = await reader.query("SELECT status, claimed_minor, due_on FROM claims WHERE claim_no = $1", [claimNo]);
    expect(row).toEqual({ status: "OPEN", claimed_minor: 2_000n, due_on: "2026-12-04" });
    expect(await postedOf("1221-wechat")).toBe(2_000n);
    expect(await faults()).toEqual([]);
  });

  it("is followed: a part comes, a part is given up, the rest comes; each is posted", async () => {
    const claimNo = await claim("K-PARTS", 3_000n);
    expect(await move(claimNo, "RECOVERY", 1_000n)).toEqual(["D 1002-reserve 1000", "C 1221-wechat 1000"]);
    expect(await findClaim(reader, null, claimNo)).toMatchObject({ status: "OPEN", recoveredMinor: 1_000n });
    expect(await move(claimNo, "WRITE_OFF", 500n)).toEqual(["D 6711 500", "C 1221-wechat 500"]);
    expect(await faults()).toEqual([]);
    await move(claimNo, "RECOVERY", 1_500n);
    expect(await findClaim(reader, null, claimNo)).toMatchObject({
      status: "WRITTEN_OFF",
      recoveredMinor: 2_500n,
      writtenOffMinor: 500n,
    });
    expect(await ask(claimNo, "RECOVERY", 1n)).toMatchObject({ refusal: { code: "claim_closed" } });
    expect(await faults()).toEqual([]);
  });

  it("that came in full is recovered", async () => {
    const claimNo = await claim("K-ALL", 700n);
    await move(claimNo, "RECOVERY", 700n);
    expect(await findClaim(reader, null, claimNo)).toMatchObject({ status: "RECOVERED" });
    expect(await faults()).toEqual([]);
  });
});

describe("asking for a movement", () => {
  it.each([
    ["more than is owed", 901n, "claim_amount_too_large"],
    ["nothing", 0n, "claim_amount_missing"],
  ] as const)("refuses %s", async (name, amountMinor, code) => {
    const claimNo = await claim(`K-${name.replaceAll(" ", "-")}`, 900n);
    expect(await ask(claimNo, "RECOVERY", amountMinor)).toMatchObject({ refusal: { code } });
  });

  it("refuses a claim of a merchant out of scope as if there were none, and one that has changed", async () => {
    const claimNo = await claim("K-M2", 900n, "M2");
    expect(await ask(claimNo, "RECOVERY", 1n, desk.people.scoped)).toMatchObject({
      refusal: { code: "claim_unknown" },
    });
    const commandId = randomUUID();
    const input = { commandId, claimNo, expectedVersion: 7, act: "RECOVERY" as const, amountMinor: 1n, reason: "late" };
    expect(await proposeClaimMovement(by(desk.people.maker, commandId), input)).toMatchObject({
      refusal: { code: "claim_changed" },
    });
  });

  it("one request about a claim waits at a time, and a rejected one changes nothing", async () => {
    const claimNo = await claim("K-ONE", 900n);
    const { approvalNo } = accepted(await ask(claimNo, "RECOVERY", 400n));
    expect(await ask(claimNo, "RECOVERY", 400n)).toMatchObject({ refusal: { code: "approval_waits_already" } });
    const verdict = { approvalNo, expectedVersion: 1, verdict: "REJECT" as const, note: "the bank has nothing" };
    accepted(await decideAs(desk.people.finance, verdict));
    expect(await findClaim(reader, null, claimNo)).toMatchObject({ status: "OPEN", recoveredMinor: 0n, version: 1 });
  });
});

describe("the database", () => {
  it.each([
    [
      "a recovery that nobody approved",
      "UPDATE claims SET recovered_minor = 1, version = version + 1 WHERE claim_no = $1",
      /add up to/,
    ],
    ["another claimed amount", "UPDATE claims SET claimed_minor = 1 WHERE claim_no = $1", /permission denied/],
    ["a claim gone", "DELETE FROM claims WHERE claim_no = $1", /permission denied/],
    [
      "a recovery by another voucher",
      `INSERT INTO claim_movements (claim_id, kind, amount_minor, voucher_id, approval_id, made_at, command_id)
       SELECT k.id, 'RECOVERY', 1, k.opened_voucher_id, v.approval_id, now(), k.command_id
       FROM claims k JOIN vouchers v ON v.id = k.opened_voucher_id WHERE claim_no = $1`,
      /add up to/,
    ],
  ])("refuses %s", async (_, statement, message) => {
    const [row] = await reader.query<{ no: string }>("SELECT claim_no AS no FROM claims WHERE status = 'OPEN' LIMIT 1");
    await expect(desk.db.pool.query(statement, [row?.no])).rejects.toThrow(message);
  });
});
