import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accept } from "@/core/result";
import { exportLedger, journalText } from "@/server/commands/export-ledger";
import { reader, transact } from "@/server/transact";
import { asSystem, NOON, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { ensureHledger } from "@/tests/hledger";
import {
  exportedJournal,
  type JournalRange,
  sumsBySubject,
  sumsOfHledger,
  sumsOfTrialBalance,
} from "@/tests/journal-agreement";
import { readHledgerText } from "@/tests/read-hledger-text";
import { openSmallCompany } from "@/tests/small-company";

let db: TestDatabase;
const hledger = ensureHledger();

beforeAll(async () => {
  db = await openDeskDatabase();
  await openSmallCompany();
  await postBonds();
});
afterAll(async () => {
  await db.drop();
});

/** A bond of scale 4, whose code has digits, sold for cash in one voucher; and shares alone, two days later. */
async function postBonds(): Promise<void> {
  await db.ownerPool.query("INSERT INTO assets (code, name, scale, kind) VALUES ('BOND24.1', 'Bond', 4, 'NON_CASH')");
  await db.ownerPool.query(
    `INSERT INTO accounts (account_no, gl_code, asset, normal_side, fund_owner)
     VALUES ('1012-BOND24.1', '1012', 'BOND24.1', 'DEBIT', 'OWN'), ('6001-BOND24.1', '6001', 'BOND24.1', 'CREDIT', 'OWN'),
            ('1012', '1012', 'CNY', 'DEBIT', 'OWN'), ('6001', '6001', 'CNY', 'CREDIT', 'OWN')
     ON CONFLICT (account_no) DO NOTHING`,
  );
  await post("bond-for-cash", "2026-11-18", [
    ["1012-BOND24.1", "DEBIT", 1_000_001n],
    ["6001-BOND24.1", "CREDIT", 1_000_001n],
    ["6001", "DEBIT", 12_345n],
    ["1012", "CREDIT", 12_345n],
  ]);
  await post("bonds; =again", "2026-11-20", [
    ["6001-BOND24.1", "DEBIT", 1n],
    ["1012-BOND24.1", "CREDIT", 1n],
  ]);
}

async function post(memo: string, on: string, lines: [accountNo: string, side: string, minor: bigint][]) {
  const rows = await reader.query<{ id: bigint; account_no: string }>(
    "SELECT id, account_no FROM accounts WHERE account_no = ANY ($1)",
    [lines.map(([no]) => no)],
  );
  const idOf = new Map(rows.map((row) => [row.account_no, row.id]));
  const posted = await transact("test.post", asSystem(), { memo }, async (tx) => {
    await tx.query(
      `SELECT * FROM ledger_post($1, ARRAY[$2], ARRAY['reserve.covered'], ARRAY[1], ARRAY[$3::date], ARRAY[$4::timestamptz],
                                 ARRAY['bond'], ARRAY['B1'], ARRAY[$2], ARRAY[NULL::bigint], $5, $6, $7, $8)`,
      [
        tx.context.commandId,
        memo,
        on,
        NOON,
        lines.map(() => 1),
        lines.map(([no]) => idOf.get(no)),
        lines.map(([, side]) => side),
        lines.map(([, , minor]) => minor),
      ],
    );
    return accept({});
  });
  expect(posted).toMatchObject({ ok: true });
}

const RANGES: [name: string, range: JournalRange, day: string][] = [
  ["of the whole book", {}, "2026-11-20"],
  ["up to a day", { to: "2026-11-18" }, "2026-11-18"],
  ["from a day on, with what stood before it", { from: "2026-11-20" }, "2026-11-20"],
  ["of days without a voucher", { from: "2026-11-25", to: "2026-11-26" }, "2026-11-26"],
];

describe("the journal for hledger", () => {
  it.each(RANGES)("%s adds up to our trial balance", async (_name, range, day) => {
    const { sums, vouchers } = readHledgerText(await exportedJournal("hledger", range));
    const trial = await sumsOfTrialBalance(day);
    expect(Object.keys(trial).length).toBeGreaterThan(range.to === "2026-11-18" ? 3 : 6);
    expect(sumsBySubject(sums)).toEqual(trial);
    const wanted = await reader.query<{ no: string }>(
      `SELECT voucher_no AS no FROM vouchers WHERE accounting_on BETWEEN coalesce($1::date, '2000-01-01') AND coalesce($2::date, '2100-01-01')
       ORDER BY accounting_on, id`,
      [range.from ?? null, range.to ?? null],
    );
    expect(vouchers).toEqual(wanted.map(({ no }) => no));
  });

  it.skipIf(hledger === null).each(RANGES)("%s is read by hledger, which agrees", async (_name, range, day) => {
    const text = await exportedJournal("hledger", range);
    const sums = sumsOfHledger(text) ?? new Map();
    expect(sums.size).toBeGreaterThan(3);
    expect(Object.fromEntries(sums)).toEqual(withoutZeros(readHledgerText(text).sums));
    expect(sumsBySubject(sums)).toEqual(await sumsOfTrialBalance(day));
  });
});

describe("the journal as CSV", () => {
  it.each(RANGES)("%s adds up to our trial balance", async (_name, range, day) => {
    const rows = (await exportedJournal("csv", range))
      .slice(1)
      .split("\r\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map(toCells);
    const [header = [], ...entries] = rows;
    const at = (name: string) => header.indexOf(name);
    const sums = new Map<string, bigint>();
    for (const cells of entries) {
      const key = `${cells[at("gl_code")]?.replace(/^'/, "")} ${cells[at("asset")]}`;
      const [debit = "", credit = ""] = [cells[at("debit")], cells[at("credit")]];
      const minor = BigInt((debit || credit).replace(".", ""));
      sums.set(key, (sums.get(key) ?? 0n) + (debit ? minor : -minor));
    }
    const trial = await sumsOfTrialBalance(day);
    const figures = [...sums].filter(([, minor]) => minor !== 0n);
    expect(Object.fromEntries(figures.map(([key, minor]) => [key, `${minor}`]))).toEqual(
      Object.fromEntries(Object.entries(trial).map(([key, decimal]) => [key, `${BigInt(decimal.replace(".", ""))}`])),
    );
  });
});

it("is refused to who sees some merchants only, and each one leaves its line in the trail", async () => {
  const context = asSystem();
  const scoped = { ...context, actor: { ...context.actor, scope: ["M1"] } };
  expect(await exportLedger(scoped, { format: "csv" })).toMatchObject({
    ok: false,
    refusal: { code: "export_scoped" },
  });
  expect(await exportLedger(asSystem(), { format: "csv", to: "2026-11-19" })).toEqual({
    ok: true,
    value: { fileName: "journal-begin..2026-11-19.csv" },
  });
  const trail = await reader.query(
    "SELECT action, outcome, object_no FROM audit_events WHERE object_type = 'ledger' ORDER BY id DESC LIMIT 2",
  );
  expect(trail).toEqual([
    { action: "ledger.exported", outcome: "DONE", object_no: "begin..2026-11-19" },
    { action: "ledger.export", outcome: "REFUSED", object_no: "begin..end" },
  ]);
});

it("gives its connection back when the reader goes away half-way", async () => {
  const pieces = journalText(asSystem(), { format: "csv" });
  await pieces.next();
  await pieces.return(undefined);
  const [row] = await reader.query<{ open: bigint }>(
    "SELECT count(*) AS open FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'",
  );
  expect(row?.open).toBe(0n);
});

/** The cells of a CSV line; the book of this test has no line breaks in its texts. */
function toCells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

function withoutZeros(sums: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...sums].filter(([, amount]) => !/^[-0.]*$/.test(amount)));
}
