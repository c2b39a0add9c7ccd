import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, SYSTEM_ACTOR } from "@/core/permissions/actor";
import { proposeResolution } from "@/server/commands/propose-resolution";
import { findAnything } from "@/server/queries/find-anything";
import { findOrderStory } from "@/server/queries/get-order-story";
import { findVoucher } from "@/server/queries/get-voucher";
import { reader } from "@/server/transact";
import { addUser, as, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { openSmallCompany, PAYER } from "@/tests/small-company";

const LEAD: Actor = { ...SYSTEM_ACTOR, roles: ["FINANCE_LEAD"] };
const SERVICE: Actor = { ...SYSTEM_ACTOR, roles: ["CUSTOMER_SERVICE"] };
const OF_M1: Actor = { ...LEAD, scope: ["M1"] };
const OF_M2: Actor = { ...LEAD, scope: ["M2"] };

let db: TestDatabase;

beforeAll(async () => {
  db = await openDeskDatabase();
  await openSmallCompany();
});
afterAll(() => db.drop());

async function storyOf(actor: Actor, no: string) {
  const found = await findOrderStory(actor, no);
  return found?.found === "story" ? found.story : null;
}

async function noOf(sql: string): Promise<string> {
  const [row] = await reader.query<{ no: string }>(sql);
  return row?.no ?? "";
}

describe("the story of an order", () => {
  it("tells everything in one line of time", async () => {
    const story = await storyOf(LEAD, "O1");
    expect(story?.order).toMatchObject({ status: "PAID", dueMinor: "10000", paidMinor: "9500", payer: "o2RW****cD" });
    expect(story?.legs.map((leg) => [leg.kind, leg.paidMinor, leg.refundedMinor])).toEqual([
      ["CHANNEL", "9500", "5700"],
      ["MARKETING", "500", "300"],
    ]);
    expect(story?.refunds).toMatchObject([{ refundNo: "R1", parts: ["5700", "300"], status: "SUCCEEDED" }]);
    expect(story?.timeline.map((event) => event.event)).toEqual([
      "ordered",
      "paid",
      "refundAccepted",
      "refundSucceeded",
      "listed",
      "listed",
      "compared",
      "compared",
    ]);
    // Each voucher tells with the event that caused it.
    expect(story?.timeline.flatMap((event) => event.voucherNo ?? [])).toHaveLength(3);
    expect(story?.vouchers).toHaveLength(3);
    expect(story?.answer).toEqual([
      { code: "payment_received", refundNo: null },
      { code: "refund_succeeded", refundNo: "R1" },
    ]);
  });

  it("never carries the payer, neither as a fact nor in a line of the file", async () => {
    expect(JSON.stringify(await storyOf(LEAD, "O1"))).not.toContain(PAYER);
    expect(JSON.stringify(await storyOf(LEAD, "X9"))).not.toContain("oFixture0000000000000000aaaa");
  });

  it.each(["T-O1", "R1", "CR1"])("%s leads to it", async (no) => {
    expect(await findOrderStory(LEAD, no)).toEqual({ found: "moved", orderNo: "O1" });
  });

  it("says that a difference is looked into, without naming the channel's line that is missing", async () => {
    const story = await storyOf(LEAD, "O2");
    expect(story?.items).toMatchObject([{ kind: "SHORT", isOpen: true }]);
    expect(story?.answer.map((sentence) => sentence.code)).toEqual(["payment_received", "difference_under_review"]);
    expect(story?.timeline.map((event) => event.event)).toEqual(["ordered", "paid", "compared", "itemOpened"]);
  });

  it("is told without an order where the channel alone knows the number", async () => {
    const story = await storyOf(LEAD, "T-X9");
    expect(story?.order).toBeNull();
    expect(story?.lines).toMatchObject([{ signedMinor: "700" }]);
    expect(story?.items).toMatchObject([{ kind: "LONG", direction: "LONG" }]);
    expect(await findOrderStory(OF_M1, "T-X9")).toBeNull();
    expect(await findOrderStory(SERVICE, "T-X9")).toBeNull();
  });

  it("shows each role its parts, and nobody another merchant's order", async () => {
    const story = await storyOf(SERVICE, "O1");
    expect(story).toMatchObject({ lines: null, results: null, items: null, approvals: null, vouchers: null });
    expect(story?.timeline.map((event) => event.event)).toEqual([
      "ordered",
      "paid",
      "refundAccepted",
      "refundSucceeded",
    ]);
    expect(story?.answer).toHaveLength(2);
    expect(await findOrderStory(OF_M2, "O1")).toBeNull();
    expect(await findOrderStory(OF_M2, "R1")).toBeNull();
    expect(await findOrderStory(LEAD, "nothing")).toBeNull();
  });
});

describe("a voucher", () => {
  it("names its event, entries, words and who caused it", async () => {
    const no = await noOf("SELECT voucher_no AS no FROM vouchers WHERE object_no = 'O1'");
    const voucher = await findVoucher(LEAD, no);
    expect(voucher).toMatchObject({
      event: "order.captured",
      totals: [{ amountMinor: "10000", asset: "CNY" }],
      inWords: "人民币壹佰元整",
      approval: null,
      command: { name: "order.import", actor: null },
    });
    expect(voucher?.entries.map((entry) => [entry.accountNo, entry.side, entry.amountMinor])).toEqual([
      ["1122-wechat", "DEBIT", "9500"],
      ["M1-PENDING", "DEBIT", "500"],
      ["M1-PENDING", "CREDIT", "10000"],
    ]);
    expect(voucher?.audit).toMatchObject([{ action: "order.imported" }]);
    expect((await findVoucher({ ...LEAD, roles: ["FINANCE"] }, no))?.audit).toBeNull();
  });

  it("hides the balances of accounts that are not the reader's, and itself from strangers", async () => {
    const no = await noOf("SELECT voucher_no AS no FROM vouchers WHERE object_no = 'O1'");
    const voucher = await findVoucher(OF_M1, no);
    expect(voucher?.entries.map((entry) => entry.isReadable)).toEqual([false, true, true]);
    expect(voucher?.entries[0]).toMatchObject({ beforeMinor: null, afterMinor: null });
    expect(await findVoucher(OF_M2, no)).toBeNull();
  });

  it("of a suspense item of one's own merchant is one's own, though it moves internal accounts only", async () => {
    const no = await noOf("SELECT voucher_no AS no FROM vouchers WHERE event = 'suspense.short_opened'");
    expect((await findVoucher(OF_M2, no))?.objectType).toBe("suspense");
    expect(await findVoucher(OF_M1, no)).toBeNull();
  });
});

describe("search", () => {
  it.each([
    ["an order", "O1", { kind: "order", no: "O1" }],
    ["a channel's number of a payment", "T-O1", { kind: "order", no: "O1" }],
    ["a refund", "R1", { kind: "refund", no: "R1", note: "O1" }],
    ["a channel's number of a refund", "CR1", { kind: "refund", no: "R1" }],
    ["a line that we have no order for", "T-X9", { kind: "line", no: "T-X9" }],
    ["a merchant", "M2", { kind: "merchant", no: "M2", note: "Harbour Tea" }],
    ["an account", "2241-wechat", { kind: "account", no: "2241-wechat" }],
    ["a channel", "WeChat", { kind: "channel", no: "wechat" }],
  ])("finds %s", async (_, text, expected) => {
    const found = await findAnything(LEAD, text);
    expect(found.exact).toMatchObject([expected]);
    expect(found.similar).toEqual([]);
  });

  it.each([
    ["voucher", "SELECT min(voucher_no) AS no FROM vouchers"],
    ["suspense", "SELECT min(item_no) AS no FROM suspense_items"],
    ["batch", "SELECT min(batch_no) AS no FROM batches"],
    ["statement", "SELECT min(statement_no) AS no FROM statements"],
  ])("finds a %s by its number", async (kind, sql) => {
    const no = await noOf(sql);
    expect((await findAnything(LEAD, `  ${no} `)).exact).toMatchObject([{ kind, no }]);
  });

  it("finds an approval by its number, and the story tells it", async () => {
    const maker = await addUser(db.ownerPool, "maker", "OPERATOR");
    const itemNo = await noOf("SELECT item_no AS no FROM suspense_items WHERE direction = 'SHORT'");
    const choice = { resolution: "CLAIM_FROM_CHANNEL" } as const;
    const request = { commandId: randomUUID(), itemNo, expectedVersion: 1, choice, reason: "never paid out" };
    const proposed = await proposeResolution(as(maker), request);
    expect(proposed).toMatchObject({ ok: true });
    const no = await noOf("SELECT approval_no AS no FROM approvals");
    expect((await findAnything(LEAD, no)).exact).toEqual([{ kind: "approval", no, note: itemNo }]);
    expect((await findAnything(OF_M1, no)).exact).toEqual([]);
    const story = await storyOf(LEAD, "O2");
    expect(story?.approvals).toMatchObject([{ approvalNo: no, maker: "maker", status: "PENDING", decisions: [] }]);
    expect(story?.timeline.at(-1)).toMatchObject({ event: "approvalAsked", by: "maker", note: "never paid out" });
  });

  it("offers what begins so when nothing is exactly it", async () => {
    const { exact, similar } = await findAnything(LEAD, "harb");
    expect(exact).toEqual([]);
    expect(similar).toMatchObject([{ kind: "merchant", no: "M2" }]);
    expect((await findAnything(LEAD, "M1-")).similar.map((hit) => hit.no)).toEqual([
      "M1-DEPOSIT",
      "M1-MARKETING",
      "M1-PENDING",
      "M1-SETTLEMENT",
    ]);
    expect((await findAnything(LEAD, "")).exact).toEqual([]);
  });

  it("finds nothing that the reader may not open", async () => {
    for (const text of ["O2", "T-O2", "T-X9", "M2", "2241-wechat", "M2-PENDING"]) {
      const { exact, similar } = await findAnything(OF_M1, text);
      expect([text, exact, similar]).toEqual([text, [], []]);
    }
    const voucherNo = await noOf("SELECT min(voucher_no) AS no FROM vouchers");
    const itemNo = await noOf("SELECT min(item_no) AS no FROM suspense_items");
    for (const text of [voucherNo, itemNo, "2241-wechat", "T-X9"]) {
      expect((await findAnything(SERVICE, text)).exact).toEqual([]);
    }
    expect((await findAnything(SERVICE, "O2")).exact).toMatchObject([{ kind: "order" }]);
  });
});
