import "server-only";
import { findAsset } from "@/core/money/assets";
import { decideContinuity, type StatementLink } from "@/core/remittances/decide-continuity";
import { accept, invariant, type Refusal, type Result, refuse } from "@/core/result";
import type { BankAccountRow } from "@/server/bank/bank-accounts";
import { insertBankLines } from "@/server/bank/insert-bank-lines";
import type { BankFile, BankFilePart } from "@/server/bank/read-bank-file";
import { nextDocumentNo } from "@/server/store/document-numbers";
import type { DbTransaction } from "@/server/transact";

/** What became of one statement of a file. Balances are signed minor units. */
export type StoredBankStatement = {
  statementNo: string;
  asset: string;
  startsOn: string;
  endsOn: string;
  version: number;
  duplicate: boolean;
  openingMinor: string;
  closingMinor: string;
  income: { count: number; amountMinor: string };
  outgo: { count: number; amountMinor: string };
  lines: number;
  /** Whether it goes on from the statement before it; false where days are missing between them. */
  follows: boolean;
};

type StatementRow = StatementLink & {
  readonly id: bigint;
  readonly rootId: bigint;
  readonly version: number;
  readonly fileStatementNo: string | null;
  readonly contentSha256: string;
};

const CHAIN = `
  SELECT id, root_id AS "rootId", version, statement_no AS "statementNo", file_statement_no AS "fileStatementNo",
         starts_on AS "startsOn", ends_on AS "endsOn", opening_minor AS "openingMinor", closing_minor AS "closingMinor",
         content_sha256 AS "contentSha256"
  FROM bank_statements WHERE bank_account_id = $1 AND superseded_by IS NULL ORDER BY ends_on, root_id`;

/**
 * Stores one statement as the next link of its account's chain: the same content changes nothing, other content of a
 * statement that is known is its next version. The caller holds the account's lock.
 */
export async function storeBankStatement(
  tx: DbTransaction,
  account: BankAccountRow,
  file: BankFile,
  part: BankFilePart,
  fileName: string,
): Promise<Result<StoredBankStatement>> {
  const period = decidePeriod(part);
  if (!period.ok) return period;
  const { openingMinor, closingMinor } = period.value;
  const chain = await tx.query<StatementRow>(CHAIN, [account.id]);
  const same = chain.find(({ contentSha256 }) => contentSha256 === part.contentSha256);
  if (same) return accept(toStored(part, period.value, { ...same, duplicate: true, follows: true }));
  const corrected = chain.find((known) => isSameStatement(known, part, period.value));
  const others = chain.filter((known) => known !== corrected);
  const decided = decideContinuity(period.value, others, corrected !== undefined, findAsset(account.asset)?.scale ?? 2);
  if (!decided.ok) return decided;
  const before = others.filter((other) => other.endsOn <= period.value.endsOn).at(-1);
  const version = (corrected?.version ?? 0) + 1;
  const statementNo = await nextDocumentNo(tx, "bankStatement", period.value.endsOn);
  const id = await insertStatement(tx, account, file, part, {
    ...period.value,
    version,
    statementNo,
    fileName,
    corrected,
  });
  await insertBankLines(tx, account, id, corrected?.rootId ?? id, part.lines);
  const follows = before === undefined || before.closingMinor === openingMinor;
  return accept(
    toStored(
      part,
      { ...period.value, openingMinor, closingMinor },
      { statementNo, version, duplicate: false, follows },
    ),
  );
}

type Period = { startsOn: string; endsOn: string; openingMinor: bigint; closingMinor: bigint };

/** A statement without balances or days is no link of a chain. */
function decidePeriod({ startsOn, endsOn, openingMinor, closingMinor }: BankFilePart): Result<Period, Refusal> {
  if (startsOn === null || endsOn === null || openingMinor === null || closingMinor === null) {
    const message =
      "The file states no opening and closing balance with their days, so nothing proves that it is whole. Nothing was imported.";
    return refuse("bank_balance_missing", message);
  }
  return accept({ startsOn: startsOn < endsOn ? startsOn : endsOn, endsOn, openingMinor, closingMinor });
}

/**
 * A file is about a statement that is known when it ends on the same day and has the bank's same number, or begins with
 * the same balance. A bank that sends several statements a day numbers them, and each goes on from the one before.
 */
function isSameStatement(known: StatementRow, part: BankFilePart, { endsOn, openingMinor }: Period): boolean {
  if (known.endsOn !== endsOn) return false;
  if (known.fileStatementNo !== null && known.fileStatementNo === part.statementNo) return true;
  return (
    known.openingMinor === openingMinor &&
    (known.fileStatementNo === null || part.statementNo === null || known.closingMinor !== openingMinor)
  );
}

type NewStatement = Period & {
  readonly version: number;
  readonly statementNo: string;
  readonly fileName: string;
  readonly corrected: StatementRow | undefined;
};

async function insertStatement(
  tx: DbTransaction,
  account: BankAccountRow,
  file: BankFile,
  part: BankFilePart,
  added: NewStatement,
): Promise<bigint> {
  const [next] = await tx.query<{ id: bigint }>("SELECT nextval('bank_statements_id_seq') AS id");
  invariant(next, "a sequence has a next value");
  const { corrected } = added;
  if (corrected) await tx.query("UPDATE bank_statements SET superseded_by = $1 WHERE id = $2", [next.id, corrected.id]);
  await tx.query(
    `INSERT INTO bank_statements (id, statement_no, bank_account_id, root_id, version, starts_on, ends_on, file_statement_no,
       format, layout, encoding, file_name, file_sha256, content_sha256, size_bytes, opening_minor, closing_minor,
       line_count, income_count, income_minor, outgo_count, outgo_minor, imported_by, imported_at, command_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`,
    [
      next.id,
      added.statementNo,
      account.id,
      corrected?.rootId ?? next.id,
      added.version,
      added.startsOn,
      added.endsOn,
      part.statementNo,
      file.format,
      file.layout,
      file.encoding,
      added.fileName,
      file.fileSha256,
      part.contentSha256,
      file.sizeBytes,
      added.openingMinor,
      added.closingMinor,
      part.lines.length,
      part.income.count,
      part.income.amountMinor,
      part.outgo.count,
      part.outgo.amountMinor,
      tx.context.actor.userId,
      tx.context.now,
      tx.context.commandId,
    ],
  );
  return next.id;
}

function toStored(
  part: BankFilePart,
  period: Period,
  known: Pick<StoredBankStatement, "statementNo" | "version" | "duplicate" | "follows">,
): StoredBankStatement {
  const { statementNo, version, duplicate, follows } = known;
  return {
    statementNo,
    asset: part.asset,
    startsOn: period.startsOn,
    endsOn: period.endsOn,
    version,
    duplicate,
    openingMinor: `${period.openingMinor}`,
    closingMinor: `${period.closingMinor}`,
    income: { count: part.income.count, amountMinor: `${part.income.amountMinor}` },
    outgo: { count: part.outgo.count, amountMinor: `${part.outgo.amountMinor}` },
    lines: part.lines.length,
    follows,
  };
}
