import { afterAll, beforeAll, expect, test } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import type { Actor } from "@/core/permissions/actor";
import { exportSettlement } from "@/server/commands/export-settlement";
import { releaseSettlements, reviewSettlements } from "@/server/commands/move-settlements";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { setMerchants } from "@/server/commands/set-merchants";
import { writeStatement } from "@/server/settlement/statement-sheet";
import { readPages } from "@/server/sheet/read-pages";
import { asSystem, NOON } from "@/tests/command-context";
import { accepted, by, type Desk, importBill, openDesk } from "@/tests/desk-fixture";
import { clearDay, lastOf, sell, settleDay } from "@/tests/settlement-fixture";
import { countWaitingSettlements } from "./count-waiting-settlements";
import { getSettlement } from "./get-settlement";
import { listHoldBacks, listStandingHoldBacks } from "./list-standing-hold-backs";
import { previewSettlementMove } from "./preview-settlement-move";

let desk: Desk;
let first = "";
let second = "";
let third = "";
const sale = (orderNo: string, cashMinor: bigint) => ({ orderNo, merchantNo: "S", cashMinor });
const bill = (day: string, ...lines: readonly [string, bigint][]) =>
  importBill(
    day,
    lines.map(([orderNo, amountMinor]) => ({ orderNo, amountMinor })),
  );
const reconcile = async (date: string) => accepted(await runReconciliation(asSystem(), { channel: "wechat", date }));

beforeAll(async () => {
  desk = await openDesk();
  const merchants = [merchantInput.parse({ merchantNo: "S", name: "Seller", autoPayout: false })];
  accepted(await setMerchants(asSystem(), { merchants }));
  // H1 is in question over two settlements and explained before the third.
  await sell("2026-10-19", sale("H1", 10_000n), sale("H2", 2_000n));
  await bill("2026-10-19", ["H2", 2_000n]);
  await reconcile("2026-10-19");
  await clearDay("2026-10-19");
  await settleDay("2026-10-20");
  first = (await lastOf("S")).no;
  await sell("2026-10-20", sale("H3", 500n));
  await bill("2026-10-20", ["H3", 500n]);
  await reconcile("2026-10-20");
  await clearDay("2026-10-20");
  await settleDay("2026-10-21");
  second = (await lastOf("S")).no;
  await bill("2026-10-19", ["H1", 10_000n], ["H2", 2_000n]);
  await reconcile("2026-10-19");
  await settleDay("2026-10-22");
  third = (await lastOf("S")).no;
});
afterAll(() => desk.db.drop());

async function statementOf(actor: Actor, settlementNo: string) {
  const settlement = await getSettlement(actor, settlementNo);
  if (!settlement) throw new Error(`${settlementNo} is there`);
  return settlement;
}

test("what stands held back adds up to the figure, over every settlement until it is let go", async () => {
  const standing = async (no: string) => {
    const [{ heldMinor }, { held, letGo }] = [
      await statementOf(desk.people.auditor, no),
      await listStandingHoldBacks(no),
    ];
    expect(held).toMatchObject({ sumMinor: heldMinor, count: held.rows.length });
    const sum = held.rows.reduce((total, row) => total + BigInt(row.netMinor), 0n);
    expect(`${sum}`).toBe(heldMinor);
    return [
      held.rows.map((row) => [row.objectNo, row.heldBy, row.reason, row.isOpen]),
      letGo.rows.map((row) => row.objectNo),
    ];
  };
  expect(await standing(first)).toEqual([[["H1", first, "OPEN_BREAK", false]], []]);
  expect(await standing(second)).toEqual([[["H1", first, "OPEN_BREAK", false]], []]);
  expect(await standing(third)).toEqual([[], ["H1"]]);
});

test("each is told what stands against the next step by their own hand, the most basic first", async () => {
  const { maker, finance, finance2, auditor, scoped } = desk.people;
  const obstacles = async (actor: Actor, step: "review" | "release") =>
    (await previewSettlementMove(actor, step, [first, second])).rows.map(({ obstacle }) => obstacle);
  expect(await obstacles(auditor, "review")).toEqual(["NOT_PERMITTED", "NOT_PERMITTED"]);
  expect(await obstacles(maker, "release")).toEqual(["NOT_PERMITTED", "NOT_PERMITTED"]);
  expect(await obstacles(finance, "review")).toEqual([null, null]);
  expect(await obstacles(finance, "release")).toEqual(["NOT_REVIEWED", "NOT_REVIEWED"]);
  expect((await previewSettlementMove(scoped, "review", [first])).rows).toEqual([]);
  expect(await countWaitingSettlements(finance)).toEqual({ toReview: 3, toRelease: 0 });
  expect(await countWaitingSettlements(maker)).toEqual({ toReview: 3, toRelease: null });
  expect(await countWaitingSettlements(scoped)).toEqual({ toReview: 0, toRelease: 0 });

  const seen = { settlementNo: first, expectedVersion: 1 };
  const context = by(finance);
  accepted(await reviewSettlements(context, { commandId: context.commandId, settlements: [seen] }));
  expect(await obstacles(finance, "review")).toEqual(["DONE_ALREADY", null]);
  expect(await obstacles(finance, "release")).toEqual(["OWN_REVIEW", "NOT_REVIEWED"]);
  const ready = await previewSettlementMove(finance2, "release", [first, second]);
  expect(ready.rows.map(({ obstacle }) => obstacle)).toEqual([null, "NOT_REVIEWED"]);
  expect(ready.sums).toEqual([{ asset: "CNY", amountMinor: "2000" }]);
  expect(await countWaitingSettlements(finance2)).toEqual({ toReview: 2, toRelease: 1 });

  // What is announced is what happens: both are sent, one goes and the other is named.
  const both = by(finance2);
  const settlements = [
    { settlementNo: first, expectedVersion: 2 },
    { settlementNo: second, expectedVersion: 1 },
  ];
  const { rows } = accepted(await releaseSettlements(both, { commandId: both.commandId, settlements }));
  expect(rows.map(({ moved, refusal }) => moved?.outcome ?? refusal?.code)).toEqual([
    "RELEASED",
    "settlement_status_other",
  ]);
  expect(await obstacles(finance2, "release")).toEqual(["DONE_ALREADY", "NOT_REVIEWED"]);
});

test("the statement leaves as a file that adds up, and the trail knows who took it", async () => {
  const { auditor, scoped } = desk.people;
  expect(await exportSettlement(by(scoped), { settlementNo: first, format: "csv" })).toMatchObject({
    refusal: { code: "settlement_unknown" },
  });
  const { fileName } = accepted(await exportSettlement(by(auditor), { settlementNo: first, format: "csv" }));
  expect(fileName).toBe(`settlement-${first}.csv`);
  const settlement = await statementOf(auditor, first);
  const held = readPages((page) => listHoldBacks(first, "held", page));
  const pieces: Uint8Array[] = [];
  const wanted = { format: "csv", locale: "en" } as const;
  for await (const piece of writeStatement({ actor: auditor, settlement, held, wanted, exportedAt: NOON }))
    pieces.push(piece);
  const lines = Buffer.concat(pieces).toString("utf8").trim().split("\r\n");
  const rows = lines.slice(lines.indexOf("") + 2).map((line) => line.split(","));
  const amountsOf = (part: string) => rows.filter(([name]) => name === part).map((row) => `${row[1]} ${row.at(-2)}`);
  expect(amountsOf("Statement")).toEqual([
    "Opening 0.00",
    "Captured 120.00",
    "Refunded 0.00",
    "Fees 0.00",
    "Shares given 0.00",
    "Shares received 0.00",
    "Adjustments 0.00",
    "Taken from the deposit 0.00",
    "Closing 120.00",
    "Settled 20.00",
    "Held back 100.00",
    "Carried on 0.00",
  ]);
  expect(amountsOf("Cleared days").map((text) => text.split(" ")[1])).toEqual(["120.00"]);
  expect(amountsOf("Held back")).toEqual(["H1 100.00"]);
});
