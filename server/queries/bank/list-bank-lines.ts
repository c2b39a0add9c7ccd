import "server-only";
import type { BankLineDto, BankLineFilters, BankMatchDto } from "@/contracts/bank-views";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { matchRemittances } from "@/core/remittances/match-remittances";
import type { LineBreak } from "@/core/remittances/remittance";
import { listBankAccounts } from "@/server/bank/bank-accounts";
import { loadFacts } from "@/server/bank/load-facts";
import { readPage, Where } from "@/server/queries/keyset";
import { reader } from "@/server/transact";

type Raw = Omit<
  BankLineDto,
  "id" | "signedMinor" | "lineNo" | "state" | "match" | "channel" | "settlesOn" | "deltaMinor" | "suggestions"
> & {
  id: bigint;
  signedMinor: bigint;
  lineNo: bigint;
  isDropped: boolean;
  kind: "RESERVE" | "CHANNEL";
  matchId: bigint | null;
};

const SELECT = `
  SELECT l.id, b.code AS account, b.asset, l.booked_on AS "bookedOn", l.value_on AS "valueOn", l.signed_minor AS "signedMinor",
         l.is_reversal AS "isReversal", l.counterparty_name AS "counterpartyName",
         l.counterparty_account_no AS "counterpartyAccountNo", l.our_reference AS "ourReference",
         l.channel_reference AS "channelReference", l.entry_no AS "entryNo", l.remark, s.statement_no AS "statementNo",
         l.line_no AS "lineNo", l.raw, l.dropped_by IS NOT NULL AS "isDropped", b.kind, ml.match_id AS "matchId"`;
const FROM = `bank_lines l JOIN bank_accounts b ON b.id = l.bank_account_id JOIN bank_statements s ON s.id = l.statement_id
  LEFT JOIN bank_match_lines ml ON ml.line_id = l.id AND ml.is_live`;

/** The lines of a bank account or of one statement, the newest day first, each with what it is matched with or lacks. */
export async function listBankLines(
  _actor: Actor,
  filters: BankLineFilters,
  page: { cursor: string | null; limit: number },
): Promise<PageDto<BankLineDto>> {
  const where = new Where();
  if (filters.account) where.add("b.code = ?", filters.account);
  if (filters.asset) where.add("b.asset = ?", filters.asset);
  // Every line that the version has: brought by it or an earlier one, and not dropped until after it.
  if (filters.statement) {
    where.add(
      `EXISTS (SELECT 1 FROM bank_statements v WHERE v.statement_no = ? AND v.root_id = l.root_id AND v.id >= l.statement_id
               AND (l.dropped_by IS NULL OR l.dropped_by > v.id))`,
      filters.statement,
    );
  } else where.add("l.dropped_by IS NULL");
  if (filters.state) where.add(`ml.match_id IS ${filters.state === "matched" ? "NOT " : ""}NULL`);
  if (filters.on) where.add("l.booked_on = ?", filters.on);
  if (filters.q) {
    const columns = ["counterparty_name", "remark", "our_reference", "channel_reference", "entry_no"];
    where.add(
      `(${columns.map((column) => `strpos(l.${column}, ?) > 0`).join(" OR ")})`,
      ...columns.map(() => filters.q),
    );
  }
  const breaks = await findBreaks(filters.account ?? null);
  const found = await readPage<Raw, Raw>({
    select: SELECT,
    from: FROM,
    where,
    keys: ["l.booked_on", "l.id"],
    casts: ["date", "bigint"],
    direction: "DESC",
    page,
    toRow: (raw) => raw,
    toKey: (raw) => [raw.bookedOn, `${raw.id}`],
  });
  const matches = await findMatches(found.rows.flatMap((row) => row.matchId ?? []));
  return { ...found, rows: found.rows.map((row) => toLine(row, matches, breaks)) };
}

/** What is wrong with each open line, by its id. */
export async function findBreaks(account: string | null): Promise<Map<bigint, LineBreak>> {
  const breaks = new Map<bigint, LineBreak>();
  for (const one of (await listBankAccounts(reader, account)).filter(({ kind }) => kind === "RESERVE")) {
    for (const found of matchRemittances(await loadFacts(reader, one)).breaks) breaks.set(found.lineId, found);
  }
  return breaks;
}

function toLine(
  raw: Raw,
  matches: ReadonlyMap<bigint, BankMatchDto>,
  breaks: ReadonlyMap<bigint, LineBreak>,
): BankLineDto {
  const { id, signedMinor, lineNo, isDropped, kind, matchId, ...rest } = raw;
  const found = breaks.get(id);
  // Movements on an account with a channel are compared by the day, see `getChannelFunds`, and not one by one.
  const open = kind === "CHANNEL" || signedMinor === 0n ? "LISTED" : (found?.kind ?? "UNEXPECTED");
  return {
    ...rest,
    id: `${id}`,
    signedMinor: `${signedMinor}`,
    lineNo: Number(lineNo),
    state: isDropped ? "DROPPED" : matchId === null ? open : "MATCHED",
    match: matchId === null ? null : (matches.get(matchId) ?? null),
    channel: found?.channel ?? null,
    settlesOn: found?.settlesOn ?? null,
    deltaMinor: found ? `${found.deltaMinor}` : null,
    suggestions: (found?.suggestions ?? []).map((one) => ({ ...one, amountMinor: `${one.amountMinor}` })),
  };
}

type MatchRaw = Omit<BankMatchDto, "madeAt"> & { id: bigint; madeAt: Date };

async function findMatches(ids: readonly bigint[]): Promise<Map<bigint, BankMatchDto>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.query<MatchRaw>(
    `SELECT m.id, m.match_no AS "matchNo", m.rule, m.reasons, m.note, u.display_name AS "madeBy", m.made_at AS "madeAt",
            coalesce((SELECT jsonb_agg(jsonb_build_object('channel', c.code, 'settlesOn', d.settles_on, 'amountMinor', d.amount_minor::text)
                               ORDER BY d.settles_on, c.code)
                      FROM bank_match_days d JOIN channels c ON c.id = d.channel_id WHERE d.match_id = m.id), '[]') AS days,
            ARRAY(SELECT v.voucher_no FROM bank_match_vouchers x JOIN vouchers v ON v.id = x.voucher_id
                  WHERE x.match_id = m.id ORDER BY v.id) AS "voucherNos"
     FROM bank_matches m LEFT JOIN users u ON u.id = m.made_by WHERE m.id = ANY ($1)`,
    [ids],
  );
  return new Map(rows.map(({ id, madeAt, ...match }) => [id, { ...match, madeAt: madeAt.toISOString() }]));
}
