import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { suspenseFilters } from "@/contracts/suspense-filters";
import type { SuspenseRowDto } from "@/contracts/suspense-views";
import type { Actor } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import { accepted, type Desk, decideAs, openDesk, openItemOf, proposeAs, reconcileDay } from "@/tests/desk-fixture";
import { getSuspenseItem } from "./get-suspense-item";
import { findNextItemNo, listSuspense } from "./list-suspense";
import { previewResolution } from "./preview-resolution";
import { summariseSuspense } from "./suspense-summary";

const TODAY = "2026-10-12";
let desk: Desk;
/** Days of the fixture begin on 2026-10-01, so the n-th is 12 − n days old. */
beforeAll(async () => {
  desk = await openDesk();
  await reconcileDay({
    orders: [{ orderNo: "S-OLD", cashMinor: 100n }],
    lines: [{ orderNo: "X-OLD", amountMinor: 900n }],
  });
  await reconcileDay({
    orders: [
      { orderNo: "S-LARGE", cashMinor: 5_000n, merchantNo: "M2" },
      { orderNo: "S-STATUS", cashMinor: 300n, status: "CREATED" },
    ],
    lines: [
      { orderNo: "S-STATUS", amountMinor: 300n },
      { orderNo: "X-LARGE", amountMinor: 1_000n },
      { orderNo: "X-ASKED", amountMinor: 100_000n },
    ],
  });
  const { itemNo } = await openItemOf("X-ASKED");
  const choice = { resolution: "REFUND_TO_PAYER" } as const;
  accepted(await proposeAs(desk.people.maker, { itemNo, expectedVersion: 1, choice, reason: "clear" }));
});
afterAll(() => desk.db.drop());

async function listKeys(actor: Actor, filters: object, limit = 100): Promise<string[]> {
  const keys: string[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < 50; pages += 1) {
    const page: { rows: readonly SuspenseRowDto[]; nextCursor: string | null } = await listSuspense(
      actor,
      suspenseFilters.parse(filters),
      { cursor, limit },
      TODAY,
    );
    keys.push(...page.rows.map((row) => row.matchKey));
    if (page.nextCursor === null) return keys;
    cursor = page.nextCursor;
  }
  throw new Error("the list never ends");
}

describe("the queue", () => {
  it("ranks short before long, then amount × age; what waits for a checker stands last; the same on any page size", async () => {
    const ranked = ["S-LARGE", "S-OLD", "X-LARGE", "X-OLD", "S-STATUS", "X-ASKED"];
    expect(await listKeys(desk.people.maker, {})).toEqual(ranked);
    for (const limit of [1, 2, 5]) expect(await listKeys(desk.people.maker, {}, limit)).toEqual(ranked);
  });

  it.each([
    [{ status: "proposed" }, ["X-ASKED"]],
    [{ status: "mine" }, ["X-ASKED"]],
    [{ status: "unassigned", direction: "SHORT" }, ["S-LARGE", "S-OLD"]],
    [{ kind: "STATUS_MISMATCH" }, ["S-STATUS"]],
    [{ age: "4-7", direction: "LONG" }, ["X-LARGE", "X-OLD", "S-STATUS", "X-ASKED"]],
    [{ age: "0-1" }, []],
    [{ merchant: "M2" }, ["S-LARGE"]],
    [{ q: "old" }, ["S-OLD", "X-OLD"]],
    [{ q: "%" }, []],
    [{ channel: "wechat", direction: "SHORT" }, ["S-LARGE", "S-OLD"]],
    [{ channel: "alipay" }, []],
    [{ status: "resolved" }, []],
    [{ status: "all", q: "S-OLD" }, ["S-OLD"]],
    [{ status: "all", q: "S-O" }, []],
  ])("shows for %j %j", async (filters, keys) => {
    expect(await listKeys(desk.people.maker, filters)).toEqual(keys);
  });

  it("holds only what a scope allows, and knows what comes next", async () => {
    expect(await listKeys(desk.people.scoped, {})).toEqual(["S-OLD", "S-STATUS"]);
    const [first, second] = [await openItemOf("S-LARGE"), await openItemOf("S-OLD")];
    expect(await findNextItemNo(desk.people.maker, first.itemNo, TODAY)).toBe(second.itemNo);
    const last = await openItemOf("X-ASKED");
    expect(await findNextItemNo(desk.people.maker, last.itemNo, TODAY)).toBeNull();
  });

  it("adds up: counts and sums are of exactly those rows", async () => {
    const summary = await summariseSuspense(desk.people.maker, TODAY, false);
    expect(summary).toMatchObject({
      open: 6,
      mine: 1,
      unassigned: 5,
      proposed: 1,
      short: { count: 2, amounts: [{ asset: "CNY", amountMinor: "5100" }] },
      long: { count: 4, amounts: [{ asset: "CNY", amountMinor: "102200" }] },
    });
    expect(summary.bands.map((band) => [band.band, band.short.count, band.long.count])).toEqual([
      ["0-1", 0, 0],
      ["2-3", 0, 0],
      ["4-7", 2, 4],
      ["8-30", 0, 0],
      [">30", 0, 0],
    ]);
    expect(summary.merchants.map(({ no, count }) => [no, count])).toEqual([
      ["M1", 2],
      ["M2", 1],
    ]);
  });
});

describe("an item", () => {
  async function view(key: string, actor: Actor = desk.people.maker) {
    const dto = await getSuspenseItem(actor, (await openItemOf(key)).itemNo, TODAY);
    invariant(dto, `${key} is visible`);
    return dto;
  }

  it("shows order, line and book, what to do, and what that would post", async () => {
    const dto = await view("S-STATUS");
    expect(dto.evidence).toMatchObject({
      ours: { type: "order", no: "S-STATUS", status: "CREATED", isSettled: false, signedMinor: "300" },
      line: { no: "S-STATUS", status: "SUCCEEDED", signedMinor: "300", on: "2026-10-02" },
      booked: null,
      otherLines: [],
    });
    expect(dto.suggestions[0]).toMatchObject({ resolution: "BOOK_TO_ORDER", reason: "CHANNEL_SAYS_PAID" });
    expect(dto.preview).toMatchObject({
      rule: { seats: ["FINANCE"] },
      order: { no: "S-STATUS", from: "CREATED", to: "PAID" },
      accounts: [
        { accountNo: "2241-wechat", glCode: "2241", debitMinor: "300", creditMinor: "0" },
        { accountNo: "M1-PENDING", glCode: "2202.01", debitMinor: "0", creditMinor: "300" },
      ],
    });
    const [suspense] = dto.preview?.accounts ?? [];
    expect(BigInt(suspense?.beforeMinor ?? 0) - BigInt(suspense?.afterMinor ?? 0)).toBe(300n);
  });

  it("of our side alone shows the capture, and of the channel's alone its line", async () => {
    const [short, long] = [await view("S-LARGE"), await view("X-LARGE")];
    expect(short.evidence).toMatchObject({ ours: { no: "S-LARGE" }, line: null, booked: { signedMinor: "5000" } });
    expect(short.suggestions[0]).toMatchObject({ resolution: "REVERSE_CAPTURE", reason: "CHANNEL_NEVER_LISTED" });
    expect(long.evidence).toMatchObject({ ours: null, line: { no: "X-LARGE" }, booked: null });
    expect(long.suggestions).toMatchObject([{ resolution: "REFUND_TO_PAYER", reason: "NO_ORDER_FITS" }]);
  });

  it("that waits shows its request and offers nothing more; its story is told in order", async () => {
    const dto = await view("X-ASKED");
    expect(dto).toMatchObject({ allowed: [], suggestions: [], preview: null });
    expect(dto.approval).toMatchObject({
      isOwn: true,
      resolution: "REFUND_TO_PAYER",
      signatures: [{ role: "FINANCE" }],
    });
    expect(dto.history.map((one) => one.kind)).toEqual(["opened", "proposed"]);
    const { approvalNo = "" } = dto.approval ?? {};
    const verdict = { approvalNo, expectedVersion: 1, verdict: "REJECT", note: "ask first" } as const;
    accepted(await decideAs(desk.people.lead, verdict));
    const after = await view("X-ASKED");
    expect(after.history.at(-1)).toMatchObject({ kind: "rejected", by: "lead", note: "ask first", approvalNo });
    expect(after.approval).toBeNull();
  });

  it("keeps balances of others from who sees one merchant, and itself from who may not see it", async () => {
    const dto = await view("S-STATUS", desk.people.scoped);
    expect(dto.preview?.accounts.map((account) => [account.accountNo, account.beforeMinor !== null])).toEqual([
      ["2241-wechat", false],
      ["M1-PENDING", true],
    ]);
    const { itemNo } = await openItemOf("S-LARGE");
    expect(await getSuspenseItem(desk.people.scoped, itemNo, TODAY)).toBeNull();
  });

  it("suggests an order by its number or as the only one of its day, never by its amount alone", async () => {
    const ours = (orderNo: string) => ({ orderNo, cashMinor: 777n, status: "CREATED" as const });
    await reconcileDay({
      orders: [ours("ORDER-0001"), ours("ORDER-0002")],
      lines: [
        { orderNo: "ORDER-0001-2", amountMinor: 777n },
        { orderNo: "SOMETHING-ELSE", amountMinor: 777n },
      ],
    });
    const named = await view("ORDER-0001-2");
    expect(named.suggestions[0]).toMatchObject({ reason: "ORDER_NUMBER_CONTAINED", orderNo: "ORDER-0001" });
    expect(named.orders.map((one) => one.orderNo)).toEqual(["ORDER-0001", "ORDER-0002"]);
    const unnamed = await view("SOMETHING-ELSE");
    expect(unnamed.suggestions).toMatchObject([
      { resolution: null, reason: "ORDERS_TOO_MANY" },
      { resolution: "REFUND_TO_PAYER" },
    ]);
  });
});

it("a preview says why something does not fit, and changes nothing", async () => {
  const { itemNo } = await openItemOf("X-OLD");
  const nothing = await previewResolution(desk.people.maker, itemNo, { resolution: "BOOK_TO_ORDER" });
  expect(nothing).toMatchObject({ ok: false, refusal: { code: "resolution_needs_order" } });
  const hidden = await previewResolution(desk.people.scoped, itemNo, { resolution: "REFUND_TO_PAYER" });
  expect(hidden).toMatchObject({ ok: false, refusal: { code: "suspense_item_unknown" } });
  const shown = await previewResolution(desk.people.maker, itemNo, { resolution: "REFUND_TO_PAYER" });
  // The account of refunds is opened by its first posting: the chart knows its name before.
  expect(shown).toMatchObject({
    ok: true,
    preview: {
      makesRefund: true,
      accounts: [{ accountNo: "2241-wechat" }, { accountNo: "2243", nameZh: "退款过渡户" }],
    },
  });
  expect((await openItemOf("X-OLD")).version).toBe(1);
});
