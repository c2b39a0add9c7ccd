import "server-only";
import { addDays } from "@/core/calendar/settlement-day";
import type { Side } from "@/core/ledger/chart";
import { hledgerWriter } from "@/core/ledger/hledger-writer";
import type { JournalAccount, JournalBalance, JournalHead, JournalVoucher, JournalWriter } from "@/core/ledger/journal";
import { journalCsvWriter } from "@/core/ledger/journal-csv-writer";
import { invariant } from "@/core/result";
import { type Snapshot, withSnapshot } from "@/server/queries/stream-rows";

export type JournalQuestion = Pick<JournalHead, "from" | "to" | "user"> & {
  readonly format: "hledger" | "csv";
  readonly exportedAt: Date;
};

type AccountRaw = { account_no: string; gl_code: string; normal_side: Side; asset: string };
type LineRaw = AccountRaw & {
  voucher_id: bigint;
  voucher_no: string;
  accounting_on: string;
  occurred_at: string;
  event: string;
  object_type: string;
  object_no: string;
  memo: string;
  actor: string | null;
  reverses: string | null;
  side: Side;
  amount_minor: bigint;
};
type ToAccount = (raw: AccountRaw) => JournalAccount;

const CHUNK_CHARS = 64 * 1024;
/** The accounting day is Shanghai's, which has known no other offset since 1991. */
const ZONE = "Asia/Shanghai";
const SHANGHAI_INSTANT = (instant: string) =>
  `to_char(${instant} AT TIME ZONE '${ZONE}', 'YYYY-MM-DD"T"HH24:MI:SS"+08:00"')`;

const ACCOUNTS = "SELECT account_no, gl_code, normal_side, asset FROM accounts ORDER BY gl_code, account_no";

/** The accounting days that have vouchers. */
const DAYS = `
  SELECT accounting_on AS day FROM voucher_days
  WHERE ($1::date IS NULL OR accounting_on >= $1) AND ($2::date IS NULL OR accounting_on <= $2) ORDER BY accounting_on`;

/** What every account held at the end of a day: what it holds now, less what is dated later. */
const BALANCES = `
  SELECT a.account_no, a.gl_code, a.normal_side, a.asset,
         CASE a.normal_side WHEN 'DEBIT' THEN 1 ELSE -1 END * (held.posted_minor - coalesce(later.change, 0)::bigint) AS debit_minor
  FROM accounts a JOIN account_holdings held ON held.account_id = a.id
  LEFT JOIN (SELECT account_id, sum(change_minor) AS change FROM entries WHERE accounting_on > $1 GROUP BY account_id) AS later
    ON later.account_id = a.id
  ORDER BY a.gl_code, a.account_no`;

/** One day's entries, voucher by voucher. */
const LINES = `
  SELECT e.voucher_id, v.voucher_no, v.accounting_on, v.event, v.object_type, v.object_no, v.memo, u.login AS actor,
         ${SHANGHAI_INSTANT("v.occurred_at")} AS occurred_at,
         (SELECT r.voucher_no FROM vouchers r WHERE r.id = v.reverses_voucher_id) AS reverses,
         e.side, e.amount_minor, a.account_no, a.gl_code, a.normal_side, a.asset
  FROM vouchers v
  JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
  JOIN accounts a ON a.id = e.account_id
  JOIN receipts c ON c.command_id = v.command_id
  LEFT JOIN users u ON u.id = c.actor_id
  WHERE v.accounting_on = $1 AND e.accounting_on = $1
  ORDER BY v.id, e.line_no`;

/**
 * The journal of these days as text, piece by piece, all of one instant. With `from` it begins with the balances of the
 * day before, so that what it adds up to is our trial balance of `to`.
 */
export async function* writeJournal(question: JournalQuestion): AsyncGenerator<string> {
  yield* inChunks(withSnapshot((snapshot) => journalPieces(snapshot, question)));
}

async function* journalPieces(snapshot: Snapshot, question: JournalQuestion): AsyncGenerator<string> {
  const { format, from, to } = question;
  const assets = await snapshot.query<{ code: string; scale: number }>(
    "SELECT code, scale FROM assets WHERE code IN (SELECT asset FROM accounts) ORDER BY code <> 'CNY', code",
  );
  const [{ at } = { at: "" }] = await snapshot.query<{ at: string }>(
    `SELECT ${SHANGHAI_INSTANT("$1::timestamptz")} AS at`,
    [question.exportedAt],
  );
  const head = { from, to, user: question.user, zone: ZONE, exportedAt: at, assets };
  const writer = format === "csv" ? journalCsvWriter(head) : hledgerWriter(head);
  const toAccount = await readSubjects(snapshot);
  const days = (await snapshot.query<{ day: string }>(DAYS, [from, to])).map(({ day }) => day);
  yield writer.head();
  for await (const raw of snapshot.stream<AccountRaw>(ACCOUNTS)) yield writer.account(toAccount(raw));
  if (from !== null) yield* openingPieces(snapshot, writer, toAccount, addDays(from, -1));
  for (const day of days) {
    for await (const voucher of vouchersOf(snapshot, toAccount, day)) yield writer.voucher(voucher);
  }
  const end = to ?? days.at(-1) ?? from;
  if (end !== null) yield* closingPieces(snapshot, writer, toAccount, end);
}

async function* openingPieces(snapshot: Snapshot, writer: JournalWriter, toAccount: ToAccount, on: string) {
  let begun = false;
  for await (const balance of balancesOf(snapshot, toAccount, on)) {
    if (balance.debitMinor === 0n) continue;
    if (!begun) yield writer.beginOpening(on);
    begun = true;
    yield writer.openingLine(on, balance);
  }
}

async function* closingPieces(snapshot: Snapshot, writer: JournalWriter, toAccount: ToAccount, on: string) {
  let begun = false;
  for await (const balance of balancesOf(snapshot, toAccount, on)) {
    if (!begun) yield writer.beginClosing(on);
    begun = true;
    yield writer.closingLine(balance);
  }
}

async function* balancesOf(snapshot: Snapshot, toAccount: ToAccount, on: string): AsyncGenerator<JournalBalance> {
  for await (const raw of snapshot.stream<AccountRaw & { debit_minor: bigint }>(BALANCES, [on])) {
    yield { account: toAccount(raw), debitMinor: raw.debit_minor };
  }
}

async function* vouchersOf(snapshot: Snapshot, toAccount: ToAccount, day: string): AsyncGenerator<JournalVoucher> {
  let lines: LineRaw[] = [];
  for await (const raw of snapshot.stream<LineRaw>(LINES, [day])) {
    if (lines[0] && lines[0].voucher_id !== raw.voucher_id) {
      yield toVoucher(lines[0], lines, toAccount);
      lines = [];
    }
    lines.push(raw);
  }
  if (lines[0]) yield toVoucher(lines[0], lines, toAccount);
}

function toVoucher(first: LineRaw, lines: readonly LineRaw[], toAccount: ToAccount): JournalVoucher {
  return {
    voucherNo: first.voucher_no,
    accountingOn: first.accounting_on,
    occurredAt: first.occurred_at,
    event: first.event,
    objectType: first.object_type,
    objectNo: first.object_no,
    memo: first.memo,
    by: first.actor ?? "system",
    reversesVoucherNo: first.reverses,
    lines: lines.map((raw) => ({ account: toAccount(raw), side: raw.side, amountMinor: raw.amount_minor })),
  };
}

/** The chart is short and held; accounts, which may be very many, come with the rows that name them. */
async function readSubjects(snapshot: Snapshot): Promise<ToAccount> {
  const rows = await snapshot.query<{ code: string; parent_code: string | null; name_en: string }>(
    "SELECT code, parent_code, name_en FROM gl_subjects",
  );
  const byCode = new Map(rows.map((row) => [row.code, row]));
  const paths = new Map<string, JournalAccount["subjects"]>();
  const pathOf = (code: string): JournalAccount["subjects"] => {
    const known = paths.get(code);
    if (known) return known;
    const subject = byCode.get(code);
    invariant(subject, `the chart has ${code}`);
    const above = subject.parent_code === null ? [] : pathOf(subject.parent_code);
    const path = [...above, { code, name: subject.name_en }];
    paths.set(code, path);
    return path;
  };
  return (raw) => ({
    accountNo: raw.account_no,
    subjects: pathOf(raw.gl_code),
    normalSide: raw.normal_side,
    asset: raw.asset,
  });
}

/** Pieces put together to a size that is worth sending. */
async function* inChunks(pieces: AsyncGenerator<string>): AsyncGenerator<string> {
  let waiting: string[] = [];
  let chars = 0;
  for await (const piece of pieces) {
    waiting.push(piece);
    chars += piece.length;
    if (chars < CHUNK_CHARS) continue;
    yield waiting.join("");
    waiting = [];
    chars = 0;
  }
  if (chars > 0) yield waiting.join("");
}
