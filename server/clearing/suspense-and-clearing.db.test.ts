import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import type { ResolutionChoice } from "@/contracts/suspense";
import { proposeReopening } from "@/server/commands/reopen-suspense-item";
import { setMerchants } from "@/server/commands/set-merchants";
import { reader } from "@/server/transact";
import { approveAs, askAbout } from "@/tests/approval-fixture";
import { asSystem } from "@/tests/command-context";
import { accepted, by, type Desk, itemOf, openDesk, reconcileDay } from "@/tests/desk-fixture";
import { clearDay, findFaults } from "@/tests/settlement-fixture";

/** What people resolve in suspense moves merchants' pending money: clearing has all of it, and nothing of it is lost or given twice. */
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  const shares = [{ merchantNo: "M2", bps: 1_000 }];
  const merchants = [
    { merchantNo: "M2", name: "Partner", settlementCycle: "T+0" },
    { merchantNo: "S", name: "Seller", settlementCycle: "T+30", feeBps: 60, shares },
  ];
  accepted(await setMerchants(asSystem(), { merchants: merchants.map((one) => merchantInput.parse(one)) }));
});
afterAll(() => desk.db.drop());

async function resolve(key: string, choice: ResolutionChoice): Promise<string> {
  const { approvalNo, itemNo, requiredRoles } = await askAbout(desk.people.maker, key, choice);
  for (const checker of requiredRoles.length > 1 ? [desk.people.finance, desk.people.lead] : [desk.people.finance])
    accepted(await approveAs(checker, approvalNo));
  return itemNo;
}
async function askToReopen(itemNo: string) {
  const commandId = randomUUID();
  const { version } = await itemOf(itemNo);
  const input = { commandId, itemNo, expectedVersion: version, reason: "wrong after all" };
  return proposeReopening(by(desk.people.colleague, commandId), input);
}

/** Merchants whose pending account is not what was cleared less what was settled: nobody, once a day after all of it is cleared. */
const APART = `
  SELECT m.merchant_no AS no, p.posted_minor AS pending, coalesce(n.minor, 0)::bigint AS cleared, coalesce(s.minor, 0)::bigint AS settled
  FROM merchants m JOIN accounts a ON a.merchant_id = m.id AND a.gl_code = '2202.01' JOIN account_balances p ON p.account_id = a.id
  LEFT JOIN (SELECT merchant_id, sum(net_minor) AS minor FROM clearing_lines GROUP BY 1) AS n ON n.merchant_id = m.id
  LEFT JOIN (SELECT merchant_id, sum(settled_minor) AS minor FROM settlements GROUP BY 1) AS s ON s.merchant_id = m.id
  WHERE p.posted_minor <> coalesce(n.minor, 0) - coalesce(s.minor, 0)`;
async function expectTogether(): Promise<void> {
  expect(await reader.query(APART)).toEqual([]);
  // The fixture does not pay in what it books.
  expect((await findFaults()).filter(({ name }) => name !== "coverage")).toEqual([]);
}

test("a surplus that is booked to its order is cleared", async () => {
  await reconcileDay({
    orders: [{ orderNo: "MORE", cashMinor: 10_000n, merchantNo: "S" }],
    lines: [{ orderNo: "MORE", amountMinor: 10_300n, feeMinor: 62n }],
  });
  const itemNo = await resolve("MORE", { resolution: "BOOK_TO_ORDER" });
  expect(await clearDay("2026-11-20")).toMatchObject({ adjustmentMinor: "300" });
  await expectTogether();
  accepted(await approveAs(desk.people.finance, accepted(await askToReopen(itemNo)).approvalNo));
  expect(await clearDay("2026-11-21")).toMatchObject({ items: 1, adjustmentMinor: "-300" });
  await expectTogether();
});

test("a payment that is booked to its order and cleared is not taken back by reopening", async () => {
  await reconcileDay({
    orders: [{ orderNo: "BOOK", cashMinor: 9_000n, merchantNo: "S", status: "CREATED" }],
    lines: [{ orderNo: "BOOK", amountMinor: 9_000n }],
  });
  const itemNo = await resolve("BOOK", { resolution: "BOOK_TO_ORDER" });
  await clearDay("2026-11-22");
  await expectTogether();
  expect(await askToReopen(itemNo)).toMatchObject({ refusal: { code: "reopening_order_cleared" } });
});

test("a capture that is taken back gives its shares back, and is not restored once that is cleared", async () => {
  await reconcileDay({ orders: [{ orderNo: "SHORT", cashMinor: 8_000n, merchantNo: "S" }] });
  await clearDay("2026-11-23");
  const itemNo = await resolve("SHORT", { resolution: "REVERSE_CAPTURE" });
  await reconcileDay({
    orders: [{ orderNo: "NEXT", cashMinor: 20_000n, merchantNo: "S" }],
    lines: [{ orderNo: "NEXT", amountMinor: 20_000n }],
  });
  expect(await clearDay("2026-11-24")).toMatchObject({ carried: 0 });
  await expectTogether();
  expect(await askToReopen(itemNo)).toMatchObject({ refusal: { code: "reopening_order_cleared" } });
});
