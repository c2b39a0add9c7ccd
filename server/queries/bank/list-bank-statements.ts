import "server-only";
import type { BankStatementDto, BankStatementFilters } from "@/contracts/bank-views";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { readPage, Where } from "@/server/queries/keyset";
import { reader } from "@/server/transact";

type Raw = Omit<
  BankStatementDto,
  "openingMinor" | "closingMinor" | "incomeMinor" | "outgoMinor" | "importedAt" | "lines"
> & {
  id: bigint;
  openingMinor: bigint;
  closingMinor: bigint;
  incomeMinor: bigint;
  outgoMinor: bigint;
  lineCount: bigint;
  importedAt: Date;
};

const SELECT = `
  SELECT s.id, s.statement_no AS "statementNo", b.code AS account, b.asset, s.version, s.superseded_by IS NULL AS "isNewest",
         s.starts_on AS "startsOn", s.ends_on AS "endsOn", s.opening_minor AS "openingMinor", s.closing_minor AS "closingMinor",
         s.income_minor AS "incomeMinor", s.outgo_minor AS "outgoMinor", s.line_count AS "lineCount", s.format,
         s.file_name AS "fileName", s.imported_at AS "importedAt",
         CASE WHEN s.superseded_by IS NULL THEN (
           SELECT p.closing_minor = s.opening_minor FROM bank_statements p
           WHERE p.bank_account_id = s.bank_account_id AND p.superseded_by IS NULL AND (p.ends_on, p.root_id) < (s.ends_on, s.root_id)
           ORDER BY p.ends_on DESC, p.root_id DESC LIMIT 1) END AS follows`;
const FROM = "bank_statements s JOIN bank_accounts b ON b.id = s.bank_account_id";

/** Every version of every bank statement, the newest day first. They are a company's, so no merchant scope narrows them. */
export function listBankStatements(
  _actor: Actor,
  filters: BankStatementFilters,
  page: { cursor: string | null; limit: number },
): Promise<PageDto<BankStatementDto>> {
  const where = new Where();
  if (filters.account) where.add("b.code = ?", filters.account);
  if (filters.on) where.add("?::date BETWEEN s.starts_on AND s.ends_on", filters.on);
  if (filters.state) where.add(`s.superseded_by IS ${filters.state === "newest" ? "" : "NOT "}NULL`);
  return readPage<Raw, BankStatementDto>({
    select: SELECT,
    from: FROM,
    where,
    keys: ["s.ends_on", "s.id"],
    casts: ["date", "bigint"],
    direction: "DESC",
    page,
    toRow,
    toKey: (raw) => [raw.endsOn, `${raw.id}`],
  });
}

/** One version by its number, or null. */
export async function findBankStatement(statementNo: string): Promise<BankStatementDto | null> {
  const [raw] = await reader.query<Raw>(`${SELECT} FROM ${FROM} WHERE s.statement_no = $1`, [statementNo]);
  return raw ? toRow(raw) : null;
}

function toRow({
  id: _,
  openingMinor,
  closingMinor,
  incomeMinor,
  outgoMinor,
  lineCount,
  importedAt,
  ...raw
}: Raw): BankStatementDto {
  return {
    ...raw,
    openingMinor: `${openingMinor}`,
    closingMinor: `${closingMinor}`,
    incomeMinor: `${incomeMinor}`,
    outgoMinor: `${outgoMinor}`,
    lines: Number(lineCount),
    importedAt: importedAt.toISOString(),
  };
}
