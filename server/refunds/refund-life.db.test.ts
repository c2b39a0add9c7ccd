import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ordersFileLine } from "@/contracts/orders";
import type { Actor } from "@/core/permissions/actor";
import { closeDispute } from "@/server/commands/close-dispute";
import { importOrders } from "@/server/commands/import-orders";
import { noteDispute } from "@/server/commands/note-dispute";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { approveAs, askToRefund } from "@/tests/approval-fixture";
import { addUser, asSystem, postedOf } from "@/tests/command-context";
import { accepted, by, type Desk, importBill, openDesk, reconcileDay } from "@/tests/desk-fixture";
import {
  answerRefund,
  askAs,
  paid,
  refundAs,
  refundedOf,
  refundRow,
  sendRefund,
  takePaid,
} from "@/tests/refund-fixture";

/** What else happens to a payment while it is refunded: disputes, other refunds, and news that comes twice. */
const clients = vi.hoisted(() => ({ codes: new Set<string>() }));
vi.mock("@/server/channels/find-channel-client", () => ({
  findChannelClient: (code: string) => (clients.codes.has(code) ? {} : null),
  getChannelClients: () => new Map(),
}));
let desk: Desk;
let service: Actor;
beforeAll(async () => {
  desk = await openDesk();
  service = await addUser(desk.db.ownerPool, "service", "CUSTOMER_SERVICE");
});
afterAll(() => desk.db.drop());

async function takeNews(line: object): Promise<string> {
  const parsed = ordersFileLine.parse({ type: "refund", ...line });
  const taken = accepted(await importOrders(asSystem(), { lines: [{ lineNo: 1, line: parsed }] }));
  return taken.refused[0]?.code ?? (taken.duplicates === 1 ? "nothing new" : "taken");
}
const codeOf = (result: { ok: boolean; refusal?: { code: string } }) => (result.ok ? "accepted" : result.refusal?.code);
const dispute = (orderNo: string, amountMinor: bigint) =>
  noteDispute(by(service), { commandId: "", orderNo, amountMinor, channelCaseNo: "C1", reason: "not mine" });
const end = (disputeNo: string, outcome: "WON" | "LOST") =>
  closeDispute(by(service), { commandId: "", disputeNo, outcome, reason: "the channel's word" });

async function expectProven(): Promise<void> {
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok).map(({ name, figure }) => `${name}: ${figure}`)).toEqual([]);
}

describe("a dispute holds what it is about", () => {
  it("from refunds that are asked for, from those that arrive, and from other disputes", async () => {
    await takePaid([{ orderNo: "D1", cashMinor: 9_500n, merchantCoupon: 500n }]);
    const { disputeNo } = accepted(await dispute("D1", 8_000n));
    expect(codeOf(await askAs(service, { orderNo: "D1", amountMinor: 2_001n }))).toBe("refund_payment_disputed");
    const news = { refundNo: "RD1", orderNo: "D1", amountMinor: "2001", status: "ACCEPTED" };
    expect(await takeNews(news)).toBe("refund_exceeds_paid");
    expect(codeOf(await dispute("D1", 1_501n))).toBe("dispute_exceeds_paid");
    accepted(await askAs(service, { orderNo: "D1", amountMinor: 1_000n }));
    await expectProven();
    // Won: it may be refunded after all.
    accepted(await end(disputeNo, "WON"));
    accepted(await askAs(service, { orderNo: "D1", amountMinor: 9_000n }));
    expect(await refundedOf("D1")).toEqual(["9500", "500"]);
    await expectProven();
  });

  it("and what was lost to the channel is never given back as well", async () => {
    await takePaid([{ orderNo: "D2", cashMinor: 5_000n }]);
    const { disputeNo } = accepted(await dispute("D2", 5_000n));
    accepted(await end(disputeNo, "LOST"));
    expect(codeOf(await end(disputeNo, "WON"))).toBe("dispute_closed");
    expect(codeOf(await askAs(service, { orderNo: "D2", amountMinor: 1n }))).toBe("refund_payment_disputed");
    await expectProven();
  });

  it("noted after a refund was asked for, it voids the request", async () => {
    await takePaid([{ orderNo: "D3", cashMinor: 5_000n }]);
    const asked = accepted(await askAs(service, { orderNo: "D3", amountMinor: 1_000n }));
    accepted(await dispute("D3", 4_000n));
    const decided = accepted(await approveAs(desk.people.finance, asked.approvalNo));
    expect(decided).toMatchObject({ outcome: "STALE", changed: ["payment D3"] });
    expect(await refundRow(asked.refundNo)).toMatchObject({ status: "REFUSED" });
    expect(await refundedOf("D3")).toEqual(["0"]);
  });

  it("a payment that the channel does not know is not refunded until that is cleared", async () => {
    await reconcileDay({ orders: [{ orderNo: "D4", cashMinor: 5_000n }] });
    expect(codeOf(await askAs(service, { orderNo: "D4", amountMinor: 1_000n }))).toBe("refund_payment_under_review");
  });
});

it("two refunds of one payment are sent a minute apart, and neither voids the other's request", async () => {
  await takePaid([{ orderNo: "S1", cashMinor: 5_000n }]);
  const first = accepted(await askAs(service, { orderNo: "S1", amountMinor: 1_000n }));
  const second = accepted(await askAs(service, { orderNo: "S1", amountMinor: 1_000n }));
  for (const { approvalNo } of [second, first]) accepted(await approveAs(desk.people.finance, approvalNo));
  const [apart] = await reader.query<{ seconds: number }>(
    `SELECT extract(epoch FROM max(available_at) - min(available_at))::int AS seconds FROM money_attempts
     WHERE object_no = ANY ($1)`,
    [[first.refundNo, second.refundNo]],
  );
  expect(apart?.seconds).toBeGreaterThanOrEqual(60);
});

describe("news of a refund that the desk sends is not booked a second time", () => {
  it("from an orders file, before and after the channel's answer", async () => {
    await takePaid([{ orderNo: "N1", cashMinor: 5_000n }]);
    const asked = accepted(await askAs(service, { orderNo: "N1", amountMinor: 2_000n }));
    const { refundNo } = asked;
    const line = { refundNo, orderNo: "N1", amountMinor: "2000" };
    const done = { ...line, status: "SUCCEEDED", succeededAt: "2026-11-20T12:05:00+08:00" };
    expect(await takeNews(done)).toBe("refund_of_desk");
    accepted(await approveAs(desk.people.finance, asked.approvalNo));
    await sendRefund(refundNo);
    expect(await takeNews(done)).toBe("nothing new");
    expect(await takeNews({ ...line, status: "FAILED" })).toBe("nothing new");
    expect(await refundRow(refundNo)).toMatchObject({ status: "ACCEPTED" });
    await answerRefund(refundNo, paid(2_000n));
    expect(await takeNews(done)).toBe("nothing new");
    expect(await takeNews({ ...line, status: "FAILED" })).toBe("refund_of_desk");
    expect(await takeNews({ ...done, amountMinor: "2001" })).toBe("refund_content_differs");
    await expectProven();
  });

  it("from the channel's statement, which matches it by its number", async () => {
    const day = await reconcileDay({
      orders: [{ orderNo: "N2", cashMinor: 5_000n }],
      lines: [{ orderNo: "N2", amountMinor: 5_000n }],
    });
    const { refundNo } = await refundAs(service, [desk.people.finance], { orderNo: "N2", amountMinor: 5_000n });
    await sendRefund(refundNo);
    await answerRefund(refundNo, paid(5_000n, new Date(`${day}T13:00:00+08:00`)));
    await importBill(day, [
      { orderNo: "N2", amountMinor: 5_000n },
      { orderNo: "N2", amountMinor: 5_000n, refundNo },
    ]);
    accepted(await runReconciliation(asSystem(), { channel: "wechat", date: day }));
    expect(await reader.query("SELECT 1 FROM suspense_items WHERE refund_no = $1", [refundNo])).toEqual([]);
    expect(await reader.query("SELECT event FROM vouchers WHERE object_no = $1 ORDER BY id", [refundNo])).toEqual([
      { event: "refund.accepted" },
      { event: "refund.succeeded" },
    ]);
    await expectProven();
  });
});

it("suspense money goes back as it came where its channel can be asked, and is its item's again where it fails", async () => {
  const before = await postedOf("2243");
  const still = await askToRefund(desk, { amountMinor: 700n });
  accepted(await approveAs(desk.people.finance, still.approvalNo));
  clients.codes.add("wechat");
  const sent = await askToRefund(desk, { amountMinor: 900n });
  accepted(await approveAs(desk.people.finance, sent.approvalNo));
  const attempts = await reader.query<{ outNo: string; itemNo: string; minor: bigint }>(
    `SELECT t.out_no AS "outNo", r.item_no AS "itemNo", t.amount_minor AS minor FROM money_attempts t
     JOIN refunds r ON r.refund_no = t.object_no WHERE r.origin = 'SUSPENSE'`,
  );
  expect(attempts).toMatchObject([{ itemNo: sent.itemNo, minor: 900n }]);
  const refundNo = attempts[0]?.outNo ?? "";
  await sendRefund(refundNo);
  await answerRefund(refundNo, { kind: "NO_ANSWER", code: "", message: "" });
  expect(await refundRow(refundNo)).toMatchObject({ status: "UNKNOWN" });
  await answerRefund(refundNo, { kind: "FAILED", fault: "PAYEE", code: "CLOSED", message: "" });
  expect(await refundRow(refundNo)).toMatchObject({ status: "FAILED" });
  expect(await postedOf("2243")).toBe(before + 700n);
  const { itemNo } = sent;
  const item = (
    await reader.query("SELECT status, reopened_count AS count FROM suspense_items WHERE item_no = $1", [itemNo])
  )[0];
  expect(item).toEqual({ status: "INVESTIGATING", count: 1 });
  await expectProven();
  // Nobody reopens an item by saying so: the refund that failed has to be there.
  await expect(
    desk.db.ownerPool.query(
      "UPDATE suspense_items SET status = 'INVESTIGATING', resolution = NULL, resolved_voucher_id = NULL, resolved_at = NULL, reopened_count = reopened_count + 1, version = version + 1 WHERE item_no = $1",
      [still.itemNo],
    ),
  ).rejects.toMatchObject({ code: "CD011" });
});
