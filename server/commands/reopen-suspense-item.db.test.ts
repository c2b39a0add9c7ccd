import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ResolutionChoice } from "@/contracts/suspense";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { asSystem, postedOf } from "@/tests/command-context";
import {
  accepted,
  by,
  type Desk,
  decideAs,
  importBill,
  itemOf,
  openDesk,
  openItemOf,
  orderLine,
  proposeAs,
  reconcileDay,
  suspenseDifferences,
} from "@/tests/desk-fixture";
import { takeOrders } from "@/tests/small-company";
import { proposeReopening } from "./reopen-suspense-item";
import { runReconciliation } from "./run-reconciliation";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

async function sign(approvalNo: string, requiredRoles: readonly string[]) {
  const { finance, lead } = desk.people;
  for (const [nth, actor] of requiredRoles.length > 1 ? [finance, lead].entries() : [finance].entries()) {
    const verdict = { approvalNo, expectedVersion: 1, verdict: "APPROVE" as const, note: "checked" };
    const { outcome } = accepted(await decideAs(actor, verdict));
    expect(outcome).toBe(nth + 1 === requiredRoles.length ? "EXECUTED" : "SIGNED");
  }
}

/** Resolves the open item of this key as it was proposed, and answers its number. */
async function resolve(key: string, choice: ResolutionChoice): Promise<string> {
  const { itemNo, version } = await openItemOf(key);
  const proposal = { itemNo, expectedVersion: version, choice, reason: "clear" };
  const { approvalNo, requiredRoles } = accepted(await proposeAs(desk.people.maker, proposal));
  await sign(approvalNo, requiredRoles);
  expect((await itemOf(itemNo)).status).toBe("RESOLVED");
  return itemNo;
}

async function ask(itemNo: string, actor = desk.people.colleague) {
  const commandId = randomUUID();
  const { version } = await itemOf(itemNo);
  return proposeReopening(by(actor, commandId), {
    commandId,
    itemNo,
    expectedVersion: version,
    reason: "wrong after all",
  });
}

async function reopen(itemNo: string): Promise<void> {
  const { approvalNo, requiredRoles } = accepted(await ask(itemNo));
  expect((await itemOf(itemNo)).status).toBe("RESOLVED");
  await sign(approvalNo, requiredRoles);
}

async function faults(): Promise<string[]> {
  const { checks } = await verifyBooks(reader);
  // The fixture does not pay in what it books, so coverage is short from the beginning.
  return checks
    .filter((check) => !check.ok && check.name !== "coverage")
    .map((check) => `${check.name}: ${check.figure}`);
}

const WATCHED = [
  "1221-wechat",
  "1901-wechat",
  "2241-wechat",
  "2243",
  "6301",
  "6711",
  "M1-PENDING",
  "M1-SETTLEMENT",
  "M1-MARKETING",
];
const balances = () => Promise.all(WATCHED.map(postedOf));
async function orderOf(orderNo: string) {
  const [row] = await reader.query("SELECT status, booked_by, capture_reversed_at FROM orders WHERE order_no = $1", [
    orderNo,
  ]);
  return row;
}

describe("reopening takes a resolution back by its reversal", () => {
  it.each<[string, Parameters<typeof reconcileDay>[0], ResolutionChoice]>([
    ["R-REFUND", { lines: [{ orderNo: "R-REFUND", amountMinor: 1_200n }] }, { resolution: "REFUND_TO_PAYER" }],
    ["R-INCOME", { lines: [{ orderNo: "R-INCOME", amountMinor: 30n }] }, { resolution: "WRITE_OFF_TO_INCOME" }],
    [
      "R-BOOK",
      {
        orders: [{ orderNo: "R-BOOK", cashMinor: 9_000n, merchantCoupon: 500n, status: "CREATED" }],
        lines: [{ orderNo: "R-BOOK", amountMinor: 9_000n }],
      },
      { resolution: "BOOK_TO_ORDER" },
    ],
    [
      "R-MORE",
      {
        orders: [{ orderNo: "R-MORE", cashMinor: 10_000n }],
        lines: [{ orderNo: "R-MORE", amountMinor: 10_300n, feeMinor: 62n }],
      },
      { resolution: "BOOK_TO_ORDER" },
    ],
    [
      "R-CAPTURE",
      { orders: [{ orderNo: "R-CAPTURE", cashMinor: 4_000n, merchantCoupon: 300n }] },
      { resolution: "REVERSE_CAPTURE" },
    ],
    ["R-CLAIM", { orders: [{ orderNo: "R-CLAIM", cashMinor: 2_000n }] }, { resolution: "CLAIM_FROM_CHANNEL" }],
    ["R-CHARGE", { orders: [{ orderNo: "R-CHARGE", cashMinor: 2_500n }] }, { resolution: "CHARGE_TO_SETTLEMENT" }],
    ["R-DEPOSIT", { orders: [{ orderNo: "R-DEPOSIT", cashMinor: 2_500n }] }, { resolution: "CHARGE_TO_DEPOSIT" }],
    ["R-LOSS", { orders: [{ orderNo: "R-LOSS", cashMinor: 2n }] }, { resolution: "WRITE_OFF_AS_LOSS" }],
  ])("%s: every balance is what it was, and the item can be resolved once more", async (key, day, choice) => {
    await reconcileDay(day);
    const before = { balances: await balances(), order: await orderOf(key) };
    const itemNo = await resolve(key, choice);
    expect(await balances()).not.toEqual(before.balances);
    await reopen(itemNo);
    expect({ balances: await balances(), order: await orderOf(key) }).toEqual(before);
    expect(await itemOf(itemNo)).toMatchObject({
      status: "INVESTIGATING",
      reopenedCount: 1,
      assigneeId: BigInt(desk.people.colleague.userId ?? ""),
    });
    expect(await suspenseDifferences()).toEqual([]);
    expect(await faults()).toEqual([]);
    await resolve(key, choice);
    expect(await faults()).toEqual([]);
  });

  it("gives the item its whole time anew", async () => {
    const [row] = await reader.query(
      "SELECT severity, due_on AS due FROM suspense_items WHERE match_key = 'R-CLAIM' AND reopened_count = 1",
    );
    expect(row).toEqual({ severity: "NORMAL", due: "2026-11-25" });
  });
});

describe("what has gone on is not taken back", () => {
  it("a refund that has left", async () => {
    await reconcileDay({ lines: [{ orderNo: "G-REFUND", amountMinor: 900n }] });
    const itemNo = await resolve("G-REFUND", { resolution: "REFUND_TO_PAYER" });
    await desk.db.ownerPool.query("UPDATE refunds SET status = 'UNKNOWN' WHERE amount_minor = 900");
    expect(await ask(itemNo)).toMatchObject({ refusal: { code: "reopening_refund_moved_on" } });
    await desk.db.ownerPool.query("UPDATE refunds SET status = 'ACCEPTED' WHERE amount_minor = 900");
  });

  it("an order that its own system calls paid meanwhile, also where it was asked for before", async () => {
    await reconcileDay({
      orders: [{ orderNo: "G-BOOK", cashMinor: 800n, status: "CREATED" }],
      lines: [{ orderNo: "G-BOOK", amountMinor: 800n }],
    });
    const itemNo = await resolve("G-BOOK", { resolution: "BOOK_TO_ORDER" });
    const { approvalNo } = accepted(await ask(itemNo));
    const [order] = await reader.query<{ on: string }>("SELECT ordered_on AS on FROM orders WHERE order_no = 'G-BOOK'");
    await takeOrders([orderLine({ orderNo: "G-BOOK", cashMinor: 800n }, order?.on ?? "")]);
    const verdict = { approvalNo, expectedVersion: 1, verdict: "APPROVE" as const, note: "" };
    expect(accepted(await decideAs(desk.people.finance, verdict))).toMatchObject({ outcome: "STALE", voucherNo: null });
    expect((await itemOf(itemNo)).status).toBe("RESOLVED");
    expect(await ask(itemNo)).toMatchObject({ refusal: { code: "reopening_order_moved_on" } });
  });

  it("an item whose difference is found no more: what stands against it is another item", async () => {
    const day = await reconcileDay({ lines: [{ orderNo: "G-GONE", amountMinor: 700n }] });
    const itemNo = await resolve("G-GONE", { resolution: "WRITE_OFF_TO_INCOME" });
    await importBill(day, []);
    accepted(await runReconciliation(asSystem(), { channel: "wechat", date: day }));
    expect(await ask(itemNo)).toMatchObject({ refusal: { code: "reopening_break_gone" } });
    expect(await openItemOf("G-GONE")).toMatchObject({ direction: "SHORT" });
    expect(await faults()).toEqual([]);
  });

  it("an offset, and what was not resolved by people", async () => {
    await reconcileDay({
      lines: [{ orderNo: "G-LONG", amountMinor: 555n }],
      orders: [{ orderNo: "G-SHORT", cashMinor: 555n }],
    });
    const { itemNo: counterpartNo } = await openItemOf("G-SHORT");
    expect(await ask(counterpartNo)).toMatchObject({ refusal: { code: "reopening_not_resolved" } });
    const itemNo = await resolve("G-LONG", { resolution: "OFFSET", counterpartNo });
    expect(await ask(itemNo)).toMatchObject({ refusal: { code: "reopening_not_possible" } });
  });
});

describe("asking for it", () => {
  it("changes nothing before somebody else agrees, once at a time, and not at all when they reject", async () => {
    await reconcileDay({ lines: [{ orderNo: "A-ASK", amountMinor: 640n }] });
    const itemNo = await resolve("A-ASK", { resolution: "WRITE_OFF_TO_INCOME" });
    const version = (await itemOf(itemNo)).version;
    const { approvalNo } = accepted(await ask(itemNo));
    expect(await itemOf(itemNo)).toMatchObject({ status: "RESOLVED", version });
    expect(await ask(itemNo)).toMatchObject({ refusal: { code: "approval_waits_already" } });
    const verdict = { approvalNo, expectedVersion: 1, note: "it was right" };
    expect(await decideAs(desk.people.colleague, { ...verdict, verdict: "APPROVE" })).toMatchObject({ ok: false });
    accepted(await decideAs(desk.people.finance, { ...verdict, verdict: "REJECT" }));
    expect(await itemOf(itemNo)).toMatchObject({ status: "RESOLVED", version });
    expect(await faults()).toEqual([]);
  });
});

describe("the database", () => {
  it.each([
    [
      "a resolved item opened by hand",
      "status = 'INVESTIGATING', resolution = NULL, resolved_voucher_id = NULL, resolved_at = NULL, reopened_count = 1",
    ],
    ["another ending", "resolution = 'OFFSET'"],
    ["a later due day", "due_on = due_on + 1"],
    ["another severity", "severity = 'CRITICAL'"],
  ])("refuses %s", async (_, change) => {
    const [{ itemNo, commandId } = { itemNo: "", commandId: "" }] = await reader.query<{
      itemNo: string;
      commandId: string;
    }>(`SELECT item_no AS "itemNo", command_id AS "commandId" FROM suspense_items WHERE match_key = 'A-ASK'`);
    const update = `UPDATE suspense_items SET ${change}, version = version + 1 WHERE item_no = $1 AND command_id = $2`;
    await expect(desk.db.pool.query(update, [itemNo, commandId])).rejects.toThrow(/suspense item/);
  });
});
