import { afterAll, beforeAll, expect, it } from "vitest";
import { type ApprovalTab, approvalFilters } from "@/contracts/approval-views";
import type { ResolutionChoice } from "@/contracts/suspense";
import type { Actor } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import {
  accepted,
  type Desk,
  decideAs,
  itemOf,
  openDesk,
  openItemOf,
  orderLine,
  proposeAs,
  reconcileDay,
} from "@/tests/desk-fixture";
import { takeOrders } from "@/tests/small-company";
import { countApprovals, countMyApprovals } from "./count-my-approvals";
import { getApproval } from "./get-approval";
import { listApprovals } from "./list-approvals";
import { readRequest } from "./read-request";

const TODAY = "2026-10-12";
const REFUND = { resolution: "REFUND_TO_PAYER" } as const;
let desk: Desk;
const nos: Record<string, string> = {};

beforeAll(async () => {
  desk = await openDesk();
  await reconcileDay({
    orders: [
      { orderNo: "A-M1", cashMinor: 500n },
      { orderNo: "A-M1-TOO", cashMinor: 510n },
      { orderNo: "A-BOOK", cashMinor: 520n, status: "CREATED" },
    ],
    lines: [
      { orderNo: "A-SMALL", amountMinor: 600n },
      { orderNo: "A-LARGE", amountMinor: 6_000_000n },
      { orderNo: "A-OWN", amountMinor: 700n },
      { orderNo: "A-BOOK", amountMinor: 520n },
    ],
  });
  const { maker, lead, finance } = desk.people;
  await ask("A-SMALL", maker, REFUND);
  await ask("A-LARGE", maker, REFUND);
  await ask("A-OWN", lead, REFUND);
  await ask("A-M1", maker, { resolution: "CHARGE_TO_SETTLEMENT" });
  await ask("A-M1-TOO", maker, { resolution: "CLAIM_FROM_CHANNEL" });
  const signed = { approvalNo: nos["A-LARGE"] ?? "", expectedVersion: 1, verdict: "APPROVE", note: "seen" } as const;
  accepted(await decideAs(finance, signed));
});
afterAll(() => desk.db.drop());

async function ask(key: string, maker: Actor, choice: ResolutionChoice) {
  const { itemNo } = await openItemOf(key);
  const proposed = await proposeAs(maker, { itemNo, expectedVersion: 1, choice, reason: "clear" });
  nos[key] = accepted(proposed).approvalNo;
}

async function keysOf(actor: Actor, tab: ApprovalTab, limit = 100): Promise<string[]> {
  const listed: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listApprovals>> = await listApprovals(actor, approvalFilters.parse({ tab }), {
      cursor,
      limit,
    });
    for (const row of page.rows) listed.push((await itemOf(row.objectNo)).matchKey);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return listed;
}

async function view(key: string, actor: Actor) {
  const request = await readRequest(actor, nos[key] ?? "");
  const dto = request && (await getApproval(actor, request, TODAY));
  invariant(dto, `the request about ${key} is visible`);
  return dto;
}

it("waits for me: what I can sign, oldest first, on any page size; the badge counts exactly that", async () => {
  const { finance, finance2, lead, maker, scoped, auditor } = desk.people;
  const expected: [Actor, string[]][] = [
    [finance, ["A-SMALL", "A-OWN", "A-M1", "A-M1-TOO"]],
    // Finance has signed the large one; only a lead's signature is missing.
    [finance2, ["A-SMALL", "A-OWN", "A-M1", "A-M1-TOO"]],
    [lead, ["A-SMALL", "A-LARGE", "A-M1", "A-M1-TOO"]],
    [scoped, ["A-M1", "A-M1-TOO"]],
    [maker, []],
    [auditor, []],
  ];
  for (const [actor, keys] of expected) {
    expect(await keysOf(actor, "me")).toEqual(keys);
    expect(await keysOf(actor, "me", 1)).toEqual(keys);
    expect(await countMyApprovals(actor)).toBe(keys.length);
    // The list and the page agree: what is listed for me has no obstacle, anything else has one.
    for (const key of await keysOf(actor, "all")) {
      expect((await view(key, actor)).obstacle === null).toBe(keys.includes(key));
    }
  }
  expect(await countApprovals(lead)).toEqual({ me: 4, all: 5, review: 0 });
  expect(await keysOf(scoped, "all")).toEqual(["A-M1", "A-M1-TOO"]);
});

it("a request shows what it changes, what it posts, its rule, who signed, and what is like it", async () => {
  const dto = await view("A-M1", desk.people.finance);
  expect(dto).toMatchObject({
    status: "PENDING",
    rule: { act: "SUSPENSE_RESOLUTION", asset: "CNY", aboveMinor: null, upToMinor: "100000", seats: ["FINANCE"] },
    signsAs: "FINANCE",
    completes: true,
    isOutdated: false,
    canWithdraw: false,
    changes: [{ what: "item", before: "PROPOSED", after: "RESOLVED" }],
    accounts: [
      { accountNo: "M1-SETTLEMENT", debitMinor: "500", beforeMinor: "100000", afterMinor: "99500" },
      { accountNo: "1901-wechat", creditMinor: "500" },
    ],
    linked: [{ approvalNo: nos["A-M1-TOO"], sharesOrder: false, sharesMerchant: true }],
  });
  const large = await view("A-LARGE", desk.people.lead);
  expect(large).toMatchObject({
    rule: { aboveMinor: "5000000", upToMinor: null, seats: ["FINANCE", "FINANCE_LEAD"], summed: null },
    signsAs: "FINANCE_LEAD",
    completes: true,
    signatures: [
      { role: "FINANCE", by: "finance", verdict: "APPROVE", note: "seen" },
      { role: "FINANCE_LEAD", by: null },
    ],
  });
});

it.each([
  ["the maker", "A-OWN", "lead", "checker_is_maker"],
  ["the maker who may sign nothing anyway", "A-SMALL", "maker", "checker_is_maker"],
  ["who has signed", "A-LARGE", "finance", "checker_decided_already"],
  ["whose signature is not missing", "A-LARGE", "finance2", "checker_role_missing"],
  ["an auditor", "A-SMALL", "auditor", "not_permitted"],
] as const)("says what stops %s", async (_, key, who, code) => {
  const dto = await view(key, desk.people[who]);
  expect(dto.obstacle).toMatchObject({ code });
  expect(dto.canWithdraw).toBe(code === "checker_is_maker");
});

it("says when the facts have moved on, and shows of a done one what really happened", async () => {
  await ask("A-BOOK", desk.people.maker, { resolution: "BOOK_TO_ORDER" });
  expect(await view("A-BOOK", desk.people.finance)).toMatchObject({
    isOutdated: false,
    changes: [{ what: "item" }, { what: "order", no: "A-BOOK", before: "CREATED", after: "PAID" }],
  });
  await takeOrders([orderLine({ orderNo: "A-BOOK", cashMinor: 520n, status: "PAID" }, "2026-10-01")]);
  expect(await view("A-BOOK", desk.people.finance)).toMatchObject({ isOutdated: true });
  const verdict = { approvalNo: nos["A-SMALL"] ?? "", expectedVersion: 1, verdict: "APPROVE", note: "" } as const;
  const { voucherNo } = accepted(await decideAs(desk.people.finance, verdict));
  const done = await view("A-SMALL", desk.people.auditor);
  expect(done).toMatchObject({
    status: "EXECUTED",
    voucherNos: [voucherNo],
    changes: [
      { what: "item", before: "PROPOSED", after: "RESOLVED" },
      { what: "refund", no: expect.stringMatching(/^RF/), after: "ACCEPTED" },
    ],
    accounts: [{ accountNo: "2241-wechat" }, { accountNo: "2243", beforeMinor: "0", afterMinor: "600" }],
  });
  expect(await keysOf(desk.people.auditor, "done")).toEqual(["A-SMALL"]);
  expect(await readRequest(desk.people.scoped, nos["A-SMALL"] ?? "")).toBeNull();
});
