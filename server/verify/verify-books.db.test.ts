import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/core/permissions/actor";
import { accept } from "@/core/result";
import { decideApproval } from "@/server/commands/decide-approval";
import { proposeResolution } from "@/server/commands/propose-resolution";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { setAccountBuffering } from "@/server/commands/set-account-buffering";
import { commentOnSuspenseItem } from "@/server/commands/work-suspense-item";
import { foldBuffered } from "@/server/store/fold-buffered";
import { holdAmount, releaseHold } from "@/server/store/holds";
import { reader, transact } from "@/server/transact";
import { addUser, as, asSystem, NOON, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { openSmallCompany, takeOrders } from "@/tests/small-company";
import { ENTRY_CHECKS } from "./check-entries";
import { proveAtOnce } from "./prove-at-once";
import { proveAndKeep, verifyBooks } from "./verify-books";
import { VOUCHERS_COMPLETE } from "./voucher-checks";

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
  await openSmallCompany();
  const cover = { event: "reserve.covered" as const, key: "cover", bankAccount: "reserve", asset: "CNY" };
  await recordTopUps(asSystem(), { topUps: [{ ...cover, amountMinor: 1_000_000n, paidInAt: NOON }] });
  await takeOrders([{ type: "refund", refundNo: "R2", orderNo: "O1", amountMinor: "1000", status: "ACCEPTED" }]);
  await writeOffAsLoss("O2");
  await openBuffered();
});
afterAll(() => db.drop());

/** A short item resolved by three people, so that approvals, resolutions and a loss are among what is proved. */
async function writeOffAsLoss(orderNo: string): Promise<void> {
  const maker = await addUser(db.ownerPool, "maker", "OPERATOR");
  const checkers = [await addUser(db.ownerPool, "fin", "FINANCE"), await addUser(db.ownerPool, "lead", "FINANCE_LEAD")];
  const [item] = await reader.query<{ itemNo: string; version: number }>(
    `SELECT item_no AS "itemNo", version FROM suspense_items WHERE order_no = $1 AND direction = 'SHORT'`,
    [orderNo],
  );
  const found = as(maker);
  const finding = { commandId: found.commandId, itemNo: item?.itemNo ?? "", body: "Asked the channel twice." };
  expect(await commentOnSuspenseItem(found, finding)).toMatchObject({ ok: true });
  const context = as(maker);
  const proposed = await proposeResolution(context, {
    commandId: context.commandId,
    itemNo: item?.itemNo ?? "",
    expectedVersion: item?.version ?? 0,
    choice: { resolution: "WRITE_OFF_AS_LOSS" },
    reason: "The channel never took it.",
  });
  expect(proposed).toMatchObject({ ok: true });
  for (const checker of checkers) await approve(checker, proposed.ok ? proposed.value.approvalNo : "");
}

/** A buffered account with a position and an entry that waits, a hold that was partly released, and a closed day. */
async function openBuffered(): Promise<void> {
  const account = { accountNo: "1002-reserve", isBuffered: true };
  expect(await setAccountBuffering(asSystem(), account)).toMatchObject({ ok: true });
  const topUp = {
    event: "settlement.topped_up" as const,
    merchantNo: "M1",
    bankAccount: "reserve",
    asset: "CNY",
    paidInAt: NOON,
  };
  await recordTopUps(asSystem(), { topUps: [{ ...topUp, key: "folded", amountMinor: 700n }] });
  expect(await foldBuffered()).toBe(1n);
  await recordTopUps(asSystem(), { topUps: [{ ...topUp, key: "waiting", amountMinor: 300n }] });
  const held = await transact("test.hold", asSystem(), {}, async (tx) => {
    const [owner] = await tx.query<{ id: bigint }>("SELECT id FROM accounts WHERE account_no = 'M1-SETTLEMENT'");
    const request = {
      key: "hold",
      accountId: owner?.id ?? 0n,
      amountMinor: 600n,
      objectType: "test",
      objectNo: "1",
      reason: "test",
    };
    const { id: holdId } = await holdAmount(tx, request);
    await releaseHold(tx, { key: "part", holdId, amountMinor: 100n });
    return accept(null);
  });
  expect(held).toMatchObject({ ok: true });
}

async function approve(checker: Actor, approvalNo: string): Promise<void> {
  const [row] = await reader.query<{ version: number }>("SELECT version FROM approvals WHERE approval_no = $1", [
    approvalNo,
  ]);
  const context = as(checker);
  const input = {
    commandId: context.commandId,
    approvalNo,
    expectedVersion: row?.version ?? 0,
    verdict: "APPROVE" as const,
  };
  expect(await decideApproval(context, { ...input, note: "" })).toMatchObject({ ok: true });
}

test("consistent books prove, and what was found is kept", async () => {
  const proof = await proveAndKeep(NOON);
  expect(proof.checks.filter((check) => !check.ok)).toEqual([]);
  expect(proof.ok).toBe(true);
  const [kept] = await reader.query("SELECT ran_at, ok, checks FROM proofs");
  expect(kept).toEqual({ ran_at: NOON, ok: true, checks: proof.checks });
  expect(proof.checks.find((check) => check.name === "coverage")?.figure).toMatch(/^CNY [\d,]+\.\d\d%$/);
});

/** The statements run as the owner of the tables, who can switch the guards off, and are taken back afterwards. */
async function failedAfter(statements: readonly string[]): Promise<string[]> {
  const client = await db.ownerPool.connect();
  try {
    await client.query("BEGIN");
    for (const statement of statements) await client.query(statement);
    const { ok, checks } = await verifyBooks({
      async query<Row extends pg.QueryResultRow>(sql: string, params: readonly unknown[] = []) {
        return (await client.query<Row>(sql, [...params])).rows;
      },
    });
    const failed = checks.filter((check) => !check.ok);
    expect(ok).toBe(failed.length === 0);
    return failed.map((check) => check.name);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

const free = (table: string) => `ALTER TABLE ${table} DISABLE TRIGGER USER`;
const accountOf = (no: string) => `(SELECT id FROM accounts WHERE account_no = '${no}')`;
const lastEntryOf = (no: string) =>
  `account_id = ${accountOf(no)} AND account_seq = (SELECT max(account_seq) FROM entries WHERE account_id = ${accountOf(no)})`;
const capture = "event = 'order.captured'";
const CLOSER = "00000000-0000-4000-8000-000000000001";

const BY_KIND = ["funds_apart", "subjects_are_accounts", "vouchers_follow_catalogue"];
const voucherOf = (event: string) => `(SELECT min(id) FROM vouchers WHERE event = '${event}')`;

const TAMPERED: [checks: string, what: string, statements: string[]][] = [
  [
    // The balance carries the cent, so the two sides of the trial balance differ by it.
    "trial_balance vouchers_balanced",
    "a cent more on one entry, and on its balance",
    [
      free("entries"),
      `UPDATE entries SET amount_minor = amount_minor + 1, change_minor = change_minor + 1, balance_after_minor = balance_after_minor + 1 WHERE ${lastEntryOf("M2-PENDING")}`,
      `UPDATE account_balances SET posted_minor = posted_minor + 1 WHERE account_id = ${accountOf("M2-PENDING")}`,
    ],
  ],
  [
    "funds_apart vouchers_follow_catalogue",
    "a voucher under another event",
    [free("vouchers"), "UPDATE vouchers SET event = 'deposit.topped_up' WHERE event = 'reserve.covered'"],
  ],
  [
    "entries_chained subjects_are_accounts vouchers_balanced",
    "amounts below nothing on both sides of a voucher",
    [
      free("entries"),
      `UPDATE entries SET amount_minor = -amount_minor WHERE voucher_id = ${voucherOf("reserve.covered")}`,
    ],
  ],
  [
    "entries_chained subjects_are_accounts",
    "a voucher in another asset than its accounts",
    [free("entries"), `UPDATE entries SET asset = 'USD' WHERE voucher_id = ${voucherOf("reserve.covered")}`],
  ],
  [
    "entries_chained subjects_are_accounts vouchers_follow_catalogue",
    "a voucher with its sides exchanged",
    [
      free("entries"),
      `UPDATE entries SET side = CASE side WHEN 'DEBIT' THEN 'CREDIT' ELSE 'DEBIT' END WHERE voucher_id = ${voucherOf("reserve.covered")}`,
    ],
  ],
  [
    "vouchers_complete",
    "a third line without the second",
    [free("entries"), "UPDATE entries SET line_no = line_no + 1 WHERE line_no > 2"],
  ],
  [
    "vouchers_complete",
    "two lines, even with one another, of no voucher",
    [
      `INSERT INTO entries (accounting_on, line_no, voucher_id, account_id, account_seq, amount_minor, change_minor,
                            balance_before_minor, balance_after_minor, side, asset)
       SELECT '2026-11-20', 2 + row_number() OVER (ORDER BY side), 999999, account_id, held.entry_seq + 1, 5, by, held.posted_minor,
              held.posted_minor + by, side, 'CNY'
       FROM account_balances held JOIN (VALUES (${accountOf("1012")}, 'DEBIT', 5), (${accountOf("M2-PENDING")}, 'CREDIT', 5)) AS line (id, side, by)
         ON id = held.account_id`,
      `UPDATE account_balances SET entry_seq = entry_seq + 1, posted_minor = posted_minor + 5
       WHERE account_id IN (${accountOf("1012")}, ${accountOf("M2-PENDING")})`,
    ],
  ],
  [
    "funds_apart vouchers_complete vouchers_follow_catalogue",
    "a voucher of an event that nobody knows",
    [free("vouchers"), "UPDATE vouchers SET event = 'nobody.knows' WHERE event = 'reserve.covered'"],
  ],
  [
    "funds_apart resolutions_approved vouchers_complete",
    "a voucher without the approval that its event asks for",
    [free("vouchers"), "UPDATE vouchers SET approval_id = NULL WHERE approval_id IS NOT NULL"],
  ],
  [
    "subjects_are_accounts trial_balance",
    "a balance on the other side",
    [`UPDATE account_balances SET normal_side = 'CREDIT' WHERE account_id = ${accountOf("1002-reserve")}`],
  ],
  [
    "balances_are_entries subjects_are_accounts trial_balance",
    "a balance without an entry",
    [`UPDATE account_balances SET posted_minor = 1 WHERE account_id = ${accountOf("M2-SETTLEMENT")}`],
  ],
  [
    "entries_chained",
    "a gap in an account's numbers",
    [free("entries"), `UPDATE entries SET account_seq = account_seq + 1 WHERE ${lastEntryOf("M2-PENDING")}`],
  ],
  [
    "entries_chained",
    "two entries that exchanged their places",
    [
      free("entries"),
      `UPDATE entries SET account_seq = account_seq + 1000 WHERE account_id = ${accountOf("1122-wechat")} AND account_seq = 1`,
      `UPDATE entries SET account_seq = 1 WHERE account_id = ${accountOf("1122-wechat")} AND account_seq = 2`,
      `UPDATE entries SET account_seq = 2 WHERE account_id = ${accountOf("1122-wechat")} AND account_seq = 1001`,
    ],
  ],
  [
    "entries_chained",
    "a position whose balance before and after is another",
    [
      free("entry_positions"),
      "UPDATE entry_positions SET balance_before_minor = balance_before_minor + 1, balance_after_minor = balance_after_minor + 1",
    ],
  ],
  [
    "subjects_are_accounts trial_balance waiting_once",
    "an entry that waits twice",
    [
      `INSERT INTO buffered_entries (account_id, voucher_id, line_no, accounting_on, change_minor)
       SELECT account_id, voucher_id, line_no, accounting_on, change_minor FROM entry_positions
       JOIN entries USING (account_id, voucher_id, line_no, accounting_on)`,
    ],
  ],
  ["subjects_are_accounts trial_balance waiting_once", "an entry that was forgotten", ["DELETE FROM buffered_entries"]],
  [
    "subjects_are_accounts trial_balance waiting_once",
    "an entry that waits with another amount",
    ["UPDATE buffered_entries SET change_minor = change_minor + 1"],
  ],
  [
    "vouchers_complete",
    "a voucher of a command that never ended",
    [free("vouchers"), "UPDATE vouchers SET command_id = gen_random_uuid() WHERE event = 'reserve.covered'"],
  ],
  [
    "days_listed vouchers_complete",
    "a voucher that stands on another day than its lines",
    [free("vouchers"), "UPDATE vouchers SET accounting_on = accounting_on + 1 WHERE event = 'reserve.covered'"],
  ],
  [
    "balances_are_entries entries_chained subjects_are_accounts vouchers_follow_catalogue",
    "lines of an account that nobody knows",
    [free("entries"), `UPDATE entries SET account_id = 99999 WHERE account_id = ${accountOf("1012")}`],
  ],
  [
    "funds_apart",
    "an event that crosses between the funds without being on the list",
    ["UPDATE voucher_events SET crosses_funds = false WHERE event = 'reserve.covered'"],
  ],
  [
    "closed_days_kept",
    "a voucher dated into a day that was closed before",
    [
      `INSERT INTO receipts (command_id, name, input_hash, outcome) VALUES ('${CLOSER}', 'day.close', 'test', '{}')`,
      `INSERT INTO day_closings (closed_through, was_through, last_voucher_id, command_id)
       SELECT max(accounting_on), '2000-01-01', max(id) - 1, '${CLOSER}' FROM vouchers`,
    ],
  ],
  [
    "days_closed_by_report subjects_are_accounts",
    "a closed day's figure that its lines do not come to",
    [
      `INSERT INTO receipts (command_id, name, input_hash, outcome) VALUES ('${CLOSER}', 'day.close', 'test', '{}')`,
      `INSERT INTO closed_days (accounting_on, vouchers, closed_at, command_id) VALUES ('2026-10-01', 0, now(), '${CLOSER}')`,
      "INSERT INTO closed_day_subjects VALUES ('2026-10-01', '1002', 'CNY', 0, 0, 1)",
    ],
  ],
  [
    "closed_day_figures days_closed_by_report",
    "a closed day's turnover of an account that its entries do not come to",
    [
      `INSERT INTO receipts (command_id, name, input_hash, outcome) VALUES ('${CLOSER}', 'day.close', 'test', '{}')`,
      `INSERT INTO closed_days (accounting_on, vouchers, closed_at, command_id) VALUES ('2020-01-01', 0, now(), '${CLOSER}')`,
      `INSERT INTO closed_day_accounts VALUES (${accountOf("1012")}, '2020-01-01', 7, 7, 0)`,
    ],
  ],
  [
    "holds_are_frozen",
    "more frozen than its holds hold",
    [`UPDATE account_balances SET frozen_minor = frozen_minor + 1 WHERE account_id = ${accountOf("M1-SETTLEMENT")}`],
  ],
  [
    "holds_are_frozen holds_are_moves",
    "a hold that says it released more than it did",
    ["UPDATE holds SET released_minor = released_minor + 1"],
  ],
  [
    "holds_are_frozen no_overdraft",
    "more frozen than there is",
    [
      "ALTER TABLE account_balances DROP CONSTRAINT no_overdraft",
      `UPDATE account_balances SET frozen_minor = 1 WHERE account_id = ${accountOf("M2-SETTLEMENT")}`,
    ],
  ],
  [
    "idempotency_keys_unique",
    "two vouchers under one key",
    [
      free("vouchers"),
      "DROP INDEX vouchers_key",
      `UPDATE vouchers SET idempotency_key = 'capture:O1' WHERE ${capture}`,
    ],
  ],
  ["days_listed", "a day without vouchers among those with some", ["INSERT INTO days_begun VALUES ('2020-01-01', 1)"]],
  [
    "days_listed",
    "a day with vouchers that no list goes through",
    ["ALTER TABLE days_begun DISABLE TRIGGER append_only", "DELETE FROM days_begun"],
  ],
  [
    "orders_captured",
    "a capture without its order",
    [free("vouchers"), `UPDATE vouchers SET object_no = 'O99' WHERE ${capture} AND object_no = 'O1'`],
  ],
  [
    "paid_orders_booked",
    "a booked order that is not paid",
    ["UPDATE orders SET status = 'CREATED' WHERE order_no = 'O1'"],
  ],
  ["order_numbers", "an order whose number is free again", ["DELETE FROM order_numbers WHERE order_no = 'O3'"]],
  [
    "legs_add_up",
    "a leg that gave back more than its refunds say",
    ["UPDATE order_legs SET refunded_minor = refunded_minor + 1 WHERE order_no = 'O1' AND kind = 'CHANNEL'"],
  ],
  [
    "refunds_booked",
    "a refund of another amount than its voucher",
    ["UPDATE refunds SET amount_minor = amount_minor + 1 WHERE refund_no = 'R1'"],
  ],
  [
    "refunds_in_transit",
    "a cent less on its way back than the books say",
    ["UPDATE refunds SET channel_minor = channel_minor - 1 WHERE refund_no = 'R2'"],
  ],
  ["statement_totals", "another fee on a statement", ["UPDATE statements SET fee_minor = fee_minor + 1"]],
  ["batches_complete", "a batch that counts wrong", ["UPDATE batches SET matched = matched + 1 WHERE is_current"]],
  [
    "matched_once",
    "a result that counts again beside its successor",
    ["UPDATE match_results SET superseded_by = NULL WHERE outcome = 'BUFFERED_OURS'"],
  ],
  [
    "suspense_is_open_items",
    "an item of another amount than its voucher",
    [free("suspense_items"), "UPDATE suspense_items SET amount_minor = amount_minor + 1 WHERE status = 'OPEN'"],
  ],
  [
    "breaks_have_items",
    "an item that stands for another break",
    [free("suspense_items"), "UPDATE suspense_items SET signature = 'other' WHERE status = 'OPEN'"],
  ],
  [
    "bundles_posted_their_rows",
    "a voucher of a bundle without its row",
    [
      free("approvals"),
      "UPDATE approvals SET act = 'RESOLUTION_BUNDLE' WHERE status = 'EXECUTED' AND act = 'SUSPENSE_RESOLUTION'",
    ],
  ],
  [
    "approvals_lawful",
    "a request that asks for something else than was signed",
    [free("approvals"), `UPDATE approvals SET payload = payload || '{"itemNo": "SU0"}' WHERE status = 'EXECUTED'`],
  ],
  [
    "service_levels_approved",
    "a service level that nobody approved",
    [free("service_levels"), "UPDATE service_levels SET bank_days = 90 WHERE until_version IS NULL"],
  ],
  [
    "service_levels_approved",
    "a version of the service levels that nobody asked for",
    [
      free("service_level_versions"),
      "ALTER TABLE service_level_versions DROP CONSTRAINT first_is_given",
      "INSERT INTO service_level_versions (version, levels, reason) SELECT 2, levels, 'x' FROM service_level_versions",
    ],
  ],
  [
    "calendar_approved",
    "a bank day that no calendar has",
    [`UPDATE bank_days SET is_open = NOT is_open WHERE day = '2026-12-01'`],
  ],
  [
    "calendar_approved",
    "a year that nobody asked for",
    [
      free("calendar_versions"),
      `INSERT INTO calendar_versions (calendar, version, year, days, reason, command_id)
       SELECT 'CN', 2, 2026, days, 'x', (SELECT command_id FROM receipts WHERE actor_id IS NOT NULL LIMIT 1) FROM calendar_versions`,
    ],
  ],
  [
    "approvals_lawful resolutions_approved",
    "a signature that is gone",
    [free("approval_decisions"), "DELETE FROM approval_decisions WHERE as_role = 'FINANCE'"],
  ],
  [
    "claims_are_receivable claims_have_items",
    "a claim that nobody's resolution opened",
    [
      `INSERT INTO claims (claim_no, item_id, channel_id, asset, claimed_minor, status, opened_voucher_id, opened_on, due_on,
         created_at, command_id)
       SELECT 'CL-FORGED', id, channel_id, asset, amount_minor, 'OPEN', opened_voucher_id, opened_on, due_on, created_at, command_id
       FROM suspense_items WHERE status = 'OPEN' LIMIT 1`,
    ],
  ],
  [
    "endings_stand vouchers_follow_catalogue",
    "a resolution that was taken back behind its item's back",
    [
      free("vouchers"),
      `UPDATE vouchers SET reverses_voucher_id = (SELECT resolved_voucher_id FROM suspense_items WHERE status = 'RESOLVED')
       WHERE id = (SELECT min(opened_voucher_id) FROM suspense_items WHERE status = 'OPEN')`,
    ],
  ],
  [
    "audit_chain",
    "another name in the trail",
    [free("audit_events"), "UPDATE audit_events SET actor_login = 'nobody' WHERE stream = 'order' AND seq = 1"],
  ],
  [
    "audit_chain",
    "a missing row in the trail",
    [free("audit_events"), "DELETE FROM audit_events WHERE stream = 'channel' OR (stream = 'order' AND seq = 1)"],
  ],
  [
    "statement_sums",
    "a line of another amount than when it was taken in",
    ["UPDATE statement_lines SET signed_minor = signed_minor + 1 WHERE order_no = 'X9'"],
  ],
  [
    "statement_sums",
    "a key that no line repeats",
    ["INSERT INTO statement_repeats SELECT min(id), 'never' FROM statements"],
  ],
  [
    "books_follow_channels statement_sums",
    "another sum of a statement than its lines'",
    [free("statement_assets"), "UPDATE statement_assets SET signed_minor = signed_minor + 1"],
  ],
  [
    "plain_matches_agree statement_sums",
    "a plainly matched line with another fee than the contract's",
    [
      `UPDATE statement_lines l SET contract_fee_minor = contract_fee_minor + 1 WHERE NOT EXISTS (
         SELECT 1 FROM match_results r WHERE r.line_statement_id = l.statement_id AND r.line_no = l.line_no)`,
    ],
  ],
  [
    "batch_sums books_follow_channels plain_matches_agree",
    "another sum of plain matches than their lines'",
    [free("batch_plain"), "UPDATE batch_plain SET signed_minor = signed_minor + 1"],
  ],
  [
    "batch_sums",
    "a sum of a batch that its results do not come to",
    [free("batch_sums"), "UPDATE batch_sums SET channel_minor = channel_minor + 1"],
  ],
  ["batch_sums", "breaks of a batch that are kept nowhere", [free("batch_breaks"), "DELETE FROM batch_breaks"]],
  [
    "books_follow_channels channel_bookings",
    "a booking more than there are orders",
    ["UPDATE channel_bookings SET signed_minor = signed_minor + 1, count = count + 1"],
  ],
];

/** Checks that are seen failing where what they look at is made. */
const SEEN_ELSEWHERE = {
  attempts_answered: "server/money-out/attempt-checks.db.test.ts",
  paid_once: "server/money-out/attempt-checks.db.test.ts",
  attachments_kept: "server/verify/attachments-check.db.test.ts",
  audit_anchored: "server/audit/prove-trail.db.test.ts",
  bank_is_book: "server/commands/match-bank-lines.db.test.ts",
  bank_matches_even: "server/commands/match-bank-lines.db.test.ts",
  bank_statements_add_up: "server/commands/match-bank-lines.db.test.ts",
  bank_suspense_is_open_lines: "server/commands/match-bank-lines.db.test.ts",
  changed_by_request: "server/commands/propose-adjustment.db.test.ts",
  clearing_adds_up: "server/clearing/clearing-proofs.db.test.ts",
  clearing_booked: "server/clearing/clearing-proofs.db.test.ts",
  clearing_forgets_nothing: "server/clearing/clearing-proofs.db.test.ts",
  clearing_follows_orders: "server/clearing/clearing-proofs.db.test.ts",
  coverage: "below",
  matching_by_people: "server/commands/adopt-by-policy.db.test.ts",
  mappings_approved: "server/commands/propose-mapping.db.test.ts",
  late_payments: "server/payouts/late-payments.db.test.ts",
  payouts_attempted: "server/payouts/payout-proofs.db.test.ts",
  payouts_booked: "server/payouts/payout-proofs.db.test.ts",
  payouts_in_transit: "below",
  payouts_reserved: "server/payouts/payout-proofs.db.test.ts",
  refunds_founded: "server/verify/refund-checks.db.test.ts",
  settlements_add_up: "server/settlement/settlement-proofs.db.test.ts",
  settlements_booked: "server/settlement/settlement-proofs.db.test.ts",
  settlements_frozen: "server/settlement/settlement-proofs.db.test.ts",
  settlements_paid: "server/settlement/settlement-proofs.db.test.ts",
  settlements_take_all: "server/settlement/settlement-proofs.db.test.ts",
};

describe("every proof has been seen failing, and only those that it should be", () => {
  test("no check is left out", async () => {
    const { checks } = await verifyBooks(reader);
    const seen = new Set([...TAMPERED.flatMap(([names]) => names.split(" ")), ...Object.keys(SEEN_ELSEWHERE)]);
    expect(checks.map((check) => check.name).filter((name) => !seen.has(name))).toEqual([]);
  });

  test("a book that holds is proved by the sums, and nothing of the ledger is grouped or sorted for it", async () => {
    const { checks } = await proveAtOnce(reader);
    expect([...checks.values()].filter((check) => !check.ok)).toEqual([]);
    expect([...checks.keys()].sort()).toEqual(
      [...ENTRY_CHECKS, VOUCHERS_COMPLETE, ...BY_KIND, "coverage", "no_overdraft", "trial_balance"].sort(),
    );
  });

  test.each(TAMPERED)("%s: %s", async (checks, _, statements) => {
    expect((await failedAfter(statements)).sort().join(" ")).toBe(checks);
  });

  test("payouts_in_transit: money on its way that no payout explains", async () => {
    const opened = await failedAfter([
      "INSERT INTO accounts (account_no, gl_code, asset, normal_side, fund_owner) VALUES ('2242', '2242', 'CNY', 'CREDIT', 'CLIENT')",
      `UPDATE account_balances SET posted_minor = 1 WHERE account_id = ${accountOf("2242")}`,
    ]);
    // No rule of the catalogue posts there, so the books themselves must be broken for it.
    expect(opened.sort()).toEqual([
      "balances_are_entries",
      "payouts_in_transit",
      "subjects_are_accounts",
      "trial_balance",
    ]);
  });

  test("coverage: a promise to a merchant that nobody has paid in for", async () => {
    const promised = await failedAfter([
      "UPDATE voucher_events SET crosses_funds = true WHERE event = 'settlement.topped_up'",
      `SELECT post_voucher(gen_random_uuid(), 'promise', 'settlement.topped_up', 1, '2026-11-20', now(), 'test', 'promise', '',
         NULL, NULL, ARRAY[own.id, owed.id], ARRAY['DEBIT', 'CREDIT'], ARRAY[1000000000, 1000000000]::bigint[])
       FROM accounts own, accounts owed
       WHERE own.account_no = '1012' AND owed.gl_code = '2202.02' AND owed.asset = 'CNY' LIMIT 1`,
    ]);
    // Its debit is own money, which the catalogue's rule for the event does not know; and its command has not ended yet.
    expect(promised).toEqual(["vouchers_complete", "vouchers_follow_catalogue", "coverage"]);
  });

  test("nothing that was tampered with has stayed", async () => {
    expect(await failedAfter([])).toEqual([]);
  });
});

test("a fault is named", async () => {
  const client = await db.ownerPool.connect();
  try {
    await client.query("BEGIN");
    await client.query("DELETE FROM order_numbers WHERE order_no = 'O3'");
    const { checks } = await verifyBooks({
      query: async (sql, params = []) => (await client.query(sql, [...params])).rows,
    });
    expect(checks.find((check) => check.name === "order_numbers")?.figure).toBe("1 of 3 order numbers: O3");
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
});
