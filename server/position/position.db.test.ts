import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { channelInput } from "@/contracts/channels";
import { merchantInput } from "@/contracts/merchants";
import type { PositionAheadDto } from "@/contracts/position-views";
import { FLOW_KINDS } from "@/core/position/flow";
import type { WhatIf } from "@/core/position/what-if";
import { proposeBankTransfer } from "@/server/commands/propose-bank-transfer";
import { proposeReserveMinimum } from "@/server/commands/propose-settings";
import { runClearing } from "@/server/commands/run-clearing";
import { setChannels } from "@/server/commands/set-channels";
import { setMerchants } from "@/server/commands/set-merchants";
import { getPositionAhead } from "@/server/queries/get-position-ahead";
import { listPositionAlarms } from "@/server/queries/list-position-alarms";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { asSystem, NOON, postedOf } from "@/tests/command-context";
import { accepted, by, type Desk, decideAs, importBill, linesOf, orderLine } from "@/tests/desk-fixture";
import { askFor, channelSays, openPayoutDesk } from "@/tests/payout-fixture";
import { takeOrders } from "@/tests/small-company";

/** A Friday. */
const TODAY = "2026-11-20";
let desk: Desk;
beforeAll(async () => {
  desk = await openPayoutDesk();
  const merchants = [
    { merchantNo: "AUTO0", name: "Same day", autoPayout: true, settlementCycle: "T+0" },
    { merchantNo: "AUTO2", name: "Two days", autoPayout: true, settlementCycle: "T+2" },
    { merchantNo: "ASKS", name: "On request", settlementCycle: "T+0" },
  ];
  accepted(await setMerchants(asSystem(), { merchants: merchants.map((one) => merchantInput.parse(one)) }));
});
afterAll(() => desk.db.drop());

const ahead = (date = TODAY, count = 3, whatIf?: WhatIf) =>
  getPositionAhead({ date, count, now: NOON, ...(whatIf ? { whatIf } : {}) });
/** A place's days as "close: kind change, …", the kinds that moved. */
function told({ places }: PositionAheadDto, code: string): string[] {
  const place = places.find((one) => one.code === code && one.asset === "CNY");
  return (place?.days ?? []).map(({ closeMinor, parts }) => {
    const moved = FLOW_KINDS.filter((kind) => parts[kind] !== "0").map((kind) => `${kind} ${parts[kind]}`);
    return [closeMinor, ...moved].join(", ");
  });
}
const sale = (orderNo: string, merchantNo: string, cashMinor: bigint, day: string) =>
  takeOrders([orderLine({ orderNo, merchantNo, cashMinor }, day)]);

describe("the position of a small company", () => {
  test("opens with what the books have, whatever the day that is asked for", async () => {
    const position = await ahead();
    expect(position.days).toEqual([TODAY, "2026-11-23", "2026-11-24", "2026-11-25"]);
    expect(told(position, "reserve")).toEqual(["360000", "360000", "360000", "360000"]);
    expect(position.verdicts[0]).toMatchObject({ on: TODAY, asset: "CNY", verdict: "YES", missingMinor: "0" });
    expect(position.onCall).toEqual([{ asset: "CNY", amountMinor: "200000" }]);
  });

  test("what a statement says comes in on its due day, and what was captured since after today; less the channel's cost", async () => {
    await sale("P1", "ASKS", 10_000n, "2026-11-19");
    await importBill("2026-11-19", [{ orderNo: "P1", amountMinor: 10_000n }]);
    await sale("P2", "ASKS", 5_000n, TODAY);
    // Of the 19th 60 are kept; a day later it is due. Of today 5,000 less 30 are due on Saturday, so on Monday; so is the
    // cost that is not booked yet, since nobody has reconciled the 19th.
    const position = await ahead();
    expect(told(position, "reserve").slice(0, 2)).toEqual(["369940, REMITTANCE 9940", "374969, REMITTANCE 5029"]);
    expect(told(position, "wechat").slice(0, 2)).toEqual(["5060, REMITTANCE -9940", "0, REMITTANCE -5029, COST -31"]);
  });

  test("settlements of merchants that are paid automatically fall due by their cycle; what is not cleared counts as today's", async () => {
    await sale("S1", "AUTO0", 1_000n, "2026-11-18");
    await sale("S2", "AUTO2", 2_000n, "2026-11-18");
    accepted(await runClearing(asSystem(), { date: "2026-11-18" }));
    accepted(await runClearing(asSystem(), { date: "2026-11-19" }));
    await sale("S3", "AUTO0", 300n, TODAY);
    await sale("S4", "AUTO2", 400n, TODAY);
    const settled = async (date: string) =>
      (await ahead(date)).places
        .filter(({ kind, asset }) => kind === "BANK" && asset === "CNY")
        .map(({ code, days }) => [code, ...days.map(({ parts }) => parts.SETTLEMENT)]);
    // T+0 of the 18th is overdue, T+2 of it and T+0 of today are due today, T+2 of today on Tuesday.
    expect(await settled(TODAY)).toEqual([
      ["other", "0", "0", "0", "0"],
      ["reserve", "-3300", "0", "-400", "0"],
    ]);
    // On the 19th the batch of the 18th has its T+0 of yesterday; what is not cleared counts as of the 19th.
    expect(await settled("2026-11-19")).toEqual([
      ["other", "0", "0", "0", "0"],
      ["reserve", "-1300", "-2000", "-400", "0"],
    ]);
  });

  test("a negative merchant is paid once later days have made up for it, and never beyond what it has pending", async () => {
    await takeOrders([
      {
        type: "refund",
        refundNo: "RS1",
        orderNo: "S1",
        amountMinor: "1000",
        status: "SUCCEEDED",
        succeededAt: `${TODAY}T13:00:00+08:00`,
      },
    ]);
    // 1,000 are cleared and due, 300 − 1,000 are not cleared: as of today together 300.
    const [first] = told(await ahead(), "reserve");
    expect(first).toContain("SETTLEMENT -2300");
    const pending = (await postedOf("AUTO0-PENDING")) + (await postedOf("AUTO2-PENDING"));
    expect(pending).toBe(2_700n);
  });

  test("payouts leave the bank that keeps them ready; those that wait and those that failed count once", async () => {
    const before = await ahead();
    const held = accepted(await askFor(desk.people.maker, { amountMinor: 7_000n }));
    const failed = accepted(await askFor(desk.people.maker, { amountMinor: 8_000n, merchantNo: "M2" }));
    await channelSays(desk, failed.payoutNo, "CHANNEL");
    const twin = accepted(await askFor(desk.people.maker, { amountMinor: 7_000n }));
    expect([held.status, twin.status]).toEqual(["ACCEPTED", "REQUESTED"]);
    const after = await ahead();
    expect(told(after, "reserve")[0]).toContain("HELD -7000, WAITING -7000, RETRY -8000");
    const closeOf = (position: PositionAheadDto) => BigInt(told(position, "reserve")[0]?.split(",")[0] ?? "0");
    expect(closeOf(before) - closeOf(after)).toBe(22_000n);
    await channelSays(desk, held.payoutNo, "SUCCEEDED");
    // Paid: gone from the books instead of from the projection.
    expect(closeOf(await ahead())).toBe(closeOf(after));
    expect(told(await ahead(), "reserve")[0]).not.toContain("HELD");
  });

  test("refunds on their way are kept back by their channel", async () => {
    const before = await ahead();
    await takeOrders([{ type: "refund", refundNo: "RP2", orderNo: "P2", amountMinor: "2000", status: "ACCEPTED" }]);
    const after = await ahead();
    expect(told(after, "wechat")[0]).toContain("REFUND -2000");
    const lastOf = (position: PositionAheadDto, code: string) =>
      BigInt(told(position, code).at(-1)?.split(",")[0] ?? "0");
    // The bank gets 2,000 less their part of the cost less; the channel has nothing left in either.
    expect(lastOf(before, "reserve") - lastOf(after, "reserve")).toBe(1_988n);
    expect([lastOf(before, "wechat"), lastOf(after, "wechat")]).toEqual([0n, 0n]);
  });

  test("what if: a payout run from a bank, and a remittance that comes late", async () => {
    const supposed = await ahead(TODAY, 3, {
      payout: { bank: "other", asset: "CNY", amountMinor: 500n, on: "2026-11-23" },
      late: { channel: "wechat", days: 2 },
    });
    expect(told(supposed, "other").slice(0, 2)).toEqual(["0", "-500, WHAT_IF -500"]);
    expect(told(supposed, "reserve")[0]).not.toContain("REMITTANCE");
    expect(told(supposed, "reserve")[2]).toContain("REMITTANCE 9940");
    expect(supposed.verdicts[1]).toMatchObject({ verdict: "TRANSFER", missingMinor: "500", shortBanks: ["other"] });
    expect(supposed.transfers).toEqual([
      { fromBank: "reserve", toBank: "other", asset: "CNY", amountMinor: "500", neededOn: "2026-11-23" },
    ]);
  });

  test("past the end of the calendar days are left out, and it says so", async () => {
    expect(await ahead("2026-12-30", 5)).toMatchObject({
      days: ["2026-12-30", "2026-12-31"],
      endedThrough: "2026-12-31",
    });
  });
});

describe("limits", () => {
  test("a cap of a channel alarms by what is outstanding, on the home page as well", async () => {
    const outstanding = await postedOf("1122-wechat");
    const capped = (capMinor: bigint) => ({
      ...{
        code: "wechat",
        name: "WeChat Pay",
        format: "wechat-trade",
        costBps: 60,
        bufferDays: 0,
        bankAccount: "reserve",
      },
      capMinor: `${capMinor}`,
    });
    const alarmAt = async (capMinor: bigint) => {
      accepted(await setChannels(asSystem(), { channels: [channelInput.parse(capped(capMinor))] }));
      return (await listPositionAlarms(NOON)).caps.map(({ channel, capAlarm }) => [channel, capAlarm]);
    };
    expect(await alarmAt(outstanding * 2n + 10n)).toEqual([]);
    expect(await alarmAt(outstanding * 2n)).toEqual([["wechat", 50]]);
    expect(await alarmAt(outstanding)).toEqual([["wechat", 100]]);
  });

  test("a minimum line is changed by an approved request, and by nothing else", async () => {
    const reason = "a day's payouts";
    const line = { commandId: "", accountNo: "1002-reserve", expectedVersion: 0, minimumMinor: 400_000n, reason };
    const { approvalNo } = accepted(await proposeReserveMinimum(by(desk.people.lead), line));
    expect((await ahead()).verdicts[0]).toMatchObject({ verdict: "YES" });
    const signed = await decideAs(desk.people.lead2, { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" });
    expect(accepted(signed)).toMatchObject({ outcome: "EXECUTED" });
    const [today] = (await ahead()).verdicts;
    const close = BigInt(told(await ahead(), "reserve")[0]?.split(",")[0] ?? "0");
    expect(today).toMatchObject({ verdict: "BELOW_MINIMUM", missingMinor: `${400_000n - close}` });
    expect((await listPositionAlarms(NOON)).settle).toHaveLength(1);
    for (const sql of [
      "UPDATE reserve_minimums SET minimum_minor = 0, version = version + 1",
      "INSERT INTO reserve_minimums SELECT '1002-other', 5, 1, command_id FROM reserve_minimums",
    ]) {
      await expect(desk.db.pool.query(sql)).rejects.toMatchObject({ code: "CD034" });
    }
    await expect(desk.db.pool.query("DELETE FROM reserve_minimums")).rejects.toMatchObject({ code: "42501" });
    const again = { ...line, expectedVersion: 0 };
    expect(await proposeReserveMinimum(by(desk.people.lead), again)).toMatchObject({
      ok: false,
      refusal: { code: "settings_changed" },
    });
    const none = { ...line, accountNo: "1002-nowhere" };
    expect(await proposeReserveMinimum(by(desk.people.lead), none)).toMatchObject({
      ok: false,
      refusal: { code: "reserve_account_unknown" },
    });
  });
});

describe("a transfer between reserve banks", () => {
  const wish = {
    fromBank: "reserve",
    toBank: "other",
    asset: "CNY",
    amountMinor: 25_000n,
    reason: "other pays tomorrow",
  };
  const propose = (more: Partial<typeof wish> = {}) =>
    proposeBankTransfer(by(desk.people.finance), { commandId: "", ...wish, ...more });

  test("is booked when somebody else has signed, and changes no coverage", async () => {
    const { transferNo, approvalNo } = accepted(await propose());
    expect((await ahead()).waitingTransfers).toMatchObject([{ approvalNo, amountMinor: "25000" }]);
    expect(await propose()).toMatchObject({ ok: false, refusal: { code: "bank_transfer_waits" } });
    const before = [await postedOf("1002-reserve"), await postedOf("1002-other")];
    const verdict = { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" } as const;
    expect(await decideAs(desk.people.finance, verdict)).toMatchObject({ ok: false });
    expect(accepted(await decideAs(desk.people.finance2, verdict))).toMatchObject({ outcome: "EXECUTED" });
    expect([await postedOf("1002-reserve"), await postedOf("1002-other")]).toEqual([
      (before[0] ?? 0n) - 25_000n,
      (before[1] ?? 0n) + 25_000n,
    ]);
    const [voucher] = await reader.query<{ no: string }>(
      "SELECT voucher_no AS no FROM vouchers WHERE event = 'reserve.transferred' AND object_no = $1",
      [transferNo],
    );
    expect(await linesOf(voucher?.no ?? null)).toEqual(["D 1002-other 25000", "C 1002-reserve 25000"]);
  });

  test("is refused where the bank lacks the money, or the books know no such account", async () => {
    expect(await propose({ amountMinor: 10_000_000n })).toMatchObject({
      ok: false,
      refusal: { code: "bank_transfer_short" },
    });
    expect(await propose({ toBank: "nowhere" })).toMatchObject({
      ok: false,
      refusal: { code: "reserve_account_unknown" },
    });
    expect(await proposeBankTransfer(by(desk.people.maker), { commandId: "", ...wish })).toMatchObject({
      ok: false,
      refusal: { code: "not_permitted" },
    });
  });

  test.each([
    ["the booking that was written down", "digest = repeat('0', 64)"],
    ["how often it was booked", "version = 1"],
  ])("is void where %s is no longer what it was", async (_, change) => {
    const { transferNo, approvalNo } = accepted(await propose({ amountMinor: 700n }));
    const before = await postedOf("1002-other");
    await desk.db.ownerPool.query(
      `BEGIN; ALTER TABLE approval_objects DISABLE TRIGGER USER;
       UPDATE approval_objects SET ${change} WHERE object_no = '${transferNo}';
       ALTER TABLE approval_objects ENABLE TRIGGER USER; COMMIT`,
    );
    const verdict = { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" } as const;
    expect(accepted(await decideAs(desk.people.finance2, verdict))).toMatchObject({ outcome: "STALE" });
    expect(await postedOf("1002-other")).toBe(before);
  });

  test("money that has gone meanwhile leaves the request waiting", async () => {
    const all = await postedOf("1002-other");
    const { approvalNo } = accepted(await propose({ fromBank: "other", toBank: "reserve", amountMinor: all }));
    await desk.db.ownerPool.query(
      "UPDATE account_balances SET frozen_minor = 1 WHERE account_id = (SELECT id FROM accounts WHERE account_no = '1002-other')",
    );
    const verdict = { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" } as const;
    expect(await decideAs(desk.people.finance2, verdict)).toMatchObject({
      ok: false,
      refusal: { code: "balance_insufficient" },
    });
    await desk.db.ownerPool.query(
      "UPDATE account_balances SET frozen_minor = 0 WHERE account_id = (SELECT id FROM accounts WHERE account_no = '1002-other')",
    );
    expect(accepted(await decideAs(desk.people.finance2, verdict))).toMatchObject({ outcome: "EXECUTED" });
  });

  test("is posted by nobody without the executed request", async () => {
    const post = (approval: string) =>
      desk.db.pool.query(
        `WITH r AS (INSERT INTO receipts (command_id, name, input_hash) VALUES (gen_random_uuid(), 'x', repeat('0', 64)) RETURNING command_id)
         SELECT ledger_post(command_id, ARRAY['forged:' || command_id], ARRAY['reserve.transferred'], ARRAY[1::smallint], ARRAY['${TODAY}'::date], ARRAY[now()],
           ARRAY['bank_transfer'], ARRAY['BT1'], ARRAY[''], ARRAY[${approval}]::bigint[], ARRAY[1, 1],
           ARRAY[(SELECT id FROM accounts WHERE account_no = '1002-other'), (SELECT id FROM accounts WHERE account_no = '1002-reserve')],
           ARRAY['DEBIT', 'CREDIT'], ARRAY[1, 1]::bigint[]) FROM r`,
      );
    await expect(post("NULL")).rejects.toThrow(/approval/);
    await expect(post("(SELECT id FROM approvals WHERE act = 'BANK_TRANSFER' LIMIT 1)")).rejects.toMatchObject({
      code: "CD011",
    });
  });

  test("and the books prove after all of it", async () => {
    const { checks } = await verifyBooks(reader);
    expect(checks.filter((check) => !check.ok)).toEqual([]);
  });
});
