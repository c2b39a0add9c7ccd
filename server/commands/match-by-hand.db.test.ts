import { afterAll, beforeAll, expect, test } from "vitest";
import { matchByHand } from "@/server/commands/match-by-hand";
import { partByHand } from "@/server/commands/part-by-hand";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { deliverOutbox } from "@/server/outbox/deliver";
import { listManualMatches } from "@/server/queries/list-manual-matches";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { asSystem } from "@/tests/command-context";
import {
  accepted,
  by,
  type Desk,
  decideAs,
  importBill,
  itemOf,
  openDesk,
  openItemOf,
  proposeAs,
  reconcileDay,
} from "@/tests/desk-fixture";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => {
  await desk.db.drop();
});

async function lineOf(day: string, matchKey: string): Promise<{ statementNo: string; lineNo: string }> {
  const [line] = await reader.query<{ statementNo: string; lineNo: bigint }>(
    `SELECT s.statement_no AS "statementNo", l.line_no AS "lineNo" FROM statements s
     JOIN statement_lines l ON l.statement_id = s.id AND l.settles_on = s.settles_on
     WHERE s.settles_on = $1 AND s.superseded_by IS NULL AND l.match_key = $2`,
    [day, matchKey],
  );
  return { statementNo: line?.statementNo ?? "", lineNo: `${line?.lineNo}` };
}

const COMMAND = "7d0c7c11-5d0e-4d5f-9d3a-0f3f2a7f2c11";
/** Breaks of a day as texts, and that the books follow. */
async function breaksOf(day: string): Promise<string[]> {
  const rows = await reader.query<{ text: string }>(
    "SELECT concat_ws(' ', kind, match_key, delta_minor) AS text FROM live_breaks WHERE batch_on = $1 ORDER BY 1",
    [day],
  );
  return rows.map((row) => row.text);
}

async function expectBooksProve(): Promise<void> {
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
}

/** A payment that the channel lists under a number of the cashier's, ten fen short. */
async function strangers(name: string): Promise<string> {
  return reconcileDay({
    orders: [{ orderNo: `${name}-ours`, cashMinor: 1_000n }],
    lines: [{ orderNo: `${name}-theirs`, amountMinor: 990n }],
  });
}

test("two items are matched by hand: approved, paired by the next batch, and again in a corrected file", async () => {
  const day = await strangers("A");
  expect(await breaksOf(day)).toEqual(["LONG A-theirs 990", "SHORT A-ours -1000"]);
  const [item, counterpart] = [await openItemOf("A-theirs"), await openItemOf("A-ours")];
  const choice = { resolution: "MATCH_BY_HAND", counterpartNo: counterpart.itemNo } as const;
  const proposal = { itemNo: item.itemNo, expectedVersion: item.version, choice, reason: "the cashier typed it" };
  const { approvalNo, requiredRoles } = accepted(await proposeAs(desk.people.maker, proposal));
  expect(requiredRoles).toEqual(["FINANCE"]);
  expect(await reader.query("SELECT * FROM manual_matches")).toEqual([]);
  const verdict = { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" } as const;
  expect(await decideAs(desk.people.maker, verdict)).toMatchObject({ refusal: { code: "not_permitted" } });
  expect(accepted(await decideAs(desk.people.finance, verdict))).toMatchObject({
    outcome: "EXECUTED",
    voucherNo: null,
  });
  expect(await itemOf(item.itemNo)).toMatchObject({ status: "INVESTIGATING" });
  await deliverOutbox();
  for (const { itemNo } of [item, counterpart]) expect(await itemOf(itemNo)).toMatchObject({ status: "AUTO_RESOLVED" });
  expect(await breaksOf(day)).toEqual(["AMOUNT_MISMATCH A-ours -10"]);
  await importBill(day, [
    { orderNo: "B-else", amountMinor: 300n },
    { orderNo: "A-theirs", amountMinor: 1_000n },
  ]);
  accepted(await runReconciliation(asSystem(), { channel: "wechat", date: day }));
  expect(await breaksOf(day)).toEqual(["LONG B-else 300"]);
  expect(await listManualMatches("wechat", day)).toMatchObject([
    { act: "PAIR", matchKey: "A-theirs", asMatchKey: "A-ours", by: "maker", approvalNo, counts: true },
  ]);
  await expectBooksProve();
});

test("what does not fit is no pair", async () => {
  const day = await strangers("C");
  const other = await reconcileDay({ lines: [{ orderNo: "C-second", amountMinor: 1_000n }] });
  const [line, ours, second] = [await openItemOf("C-theirs"), await openItemOf("C-ours"), await openItemOf("C-second")];
  const propose = (item: typeof line, choice: { counterpartNo?: string; orderNo?: string }) =>
    proposeAs(desk.people.maker, {
      itemNo: item.itemNo,
      expectedVersion: item.version,
      choice: { resolution: "MATCH_BY_HAND", ...choice },
      reason: "x",
    });
  expect(await propose(line, {})).toMatchObject({ refusal: { code: "resolution_needs_counterpart" } });
  expect(await propose(line, { counterpartNo: second.itemNo })).toMatchObject({
    refusal: { code: "resolution_pair_differs" },
  });
  // Ours has been paired with its own number's line everywhere: as an order it is a side, as itself it is none.
  expect(await propose(ours, { orderNo: "C-ours" })).toMatchObject({ refusal: { code: "resolution_not_a_pair" } });
  const named = { commandId: COMMAND, ...(await lineOf(other, "C-second")), ourNo: "C-ours", reason: "x" };
  expect(await matchByHand(by(desk.people.maker), named)).toMatchObject({ refusal: { code: "match_needs_approval" } });
  expect(await matchByHand(by(desk.people.auditor), named)).toMatchObject({ refusal: { code: "not_permitted" } });
  expect(await breaksOf(day)).toHaveLength(2);
});

test("the database takes no pair out of suspense that was not approved as it stands", async () => {
  const day = await strangers("D");
  const write = (asKey: string) =>
    desk.db.pool.query(
      `INSERT INTO manual_matches (channel_id, settles_on, item_kind, match_key, act, as_match_key, reason, made_by, created_at,
         command_id) SELECT c.id, $1, 'PAYMENT', 'D-theirs', 'PAIR', $2, 'x', $3, now(), $4 FROM channels c WHERE c.code = 'wechat'`,
      [day, asKey, desk.people.maker.userId, COMMAND],
    );
  await expect(write("D-ours")).rejects.toMatchObject({ code: "CD021" });
  await expect(desk.db.pool.query("UPDATE manual_matches SET reason = 'y'")).rejects.toMatchObject({
    code: expect.stringMatching(/^(42501|CD)/),
  });
});

test("a wrong pair is parted: both sides are breaks of their own, and released they meet again", async () => {
  const day = await reconcileDay({
    orders: [{ orderNo: "E1", cashMinor: 700n }],
    lines: [{ orderNo: "E1", amountMinor: 700n }],
  });
  expect(await breaksOf(day)).toEqual([]);
  const reference = { commandId: COMMAND, ...(await lineOf(day, "E1")), reason: "another payer's" };
  expect(await partByHand(by(desk.people.maker), { ...reference, becomes: "AS_LISTED" })).toMatchObject({
    refusal: { code: "line_as_listed_already" },
  });
  accepted(await partByHand(by(desk.people.maker), { ...reference, becomes: "ALONE" }));
  await deliverOutbox();
  expect(await breaksOf(day)).toEqual(["LONG ~E1 700", "SHORT E1 -700"]);
  await expectBooksProve();
  expect(await partByHand(by(desk.people.maker), { ...reference, becomes: "ALONE" })).toMatchObject({
    refusal: { code: "line_alone_already" },
  });
  accepted(await partByHand(by(desk.people.maker), { ...reference, becomes: "AS_LISTED" }));
  await deliverOutbox();
  expect(await breaksOf(day)).toEqual([]);
  const acts = (await listManualMatches("wechat", day)).map(({ act, counts }) => [act, counts]);
  expect(acts).toEqual([
    ["RELEASE", true],
    ["PART", false],
  ]);
  await expectBooksProve();
});
