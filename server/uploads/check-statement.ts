import "server-only";
import type { CheckedUpload, UploadChannelDto } from "@/contracts/statement-upload";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { accept, type Result } from "@/core/result";
import type { StatementLine } from "@/core/statements/statement";
import { type ReadStatement, readStatement, type StatementProgress } from "@/server/statements/read-statement";
import { reader } from "@/server/transact";

type StatementFile = { readonly path: string; readonly fileName: string; readonly settlesOn: string | null };

/**
 * Reads a file as an import would and stores nothing: what it holds, and which channels it may be from, with what each
 * has for its day already.
 */
export async function checkStatement(
  file: StatementFile,
  onProgress: (progress: StatementProgress) => void,
): Promise<Result<CheckedUpload>> {
  let lastAt: string | null = null;
  const look = async (lines: StatementLine[]) => {
    lastAt = lines.at(-1)?.occurredAt ?? lastAt;
  };
  const dated = file.settlesOn === null ? {} : { settlesOn: file.settlesOn };
  const read = await readStatement(file.path, file.fileName, look, onProgress, dated);
  if (!read.ok) return read;
  const suggestedOn = lastAt === null ? null : accountingDayOf(new Date(lastAt));
  const settlesOn = read.value.settlesOn;
  return accept({
    state: "checked",
    contents: { ...toContents(read.value), settlesOn, suggestedOn },
    channels: await listCandidates(read.value, settlesOn ?? file.settlesOn ?? suggestedOn),
  });
}

function toContents(read: ReadStatement) {
  return {
    format: read.format,
    asset: read.asset,
    sha256: read.fileSha256,
    lines: read.lines,
    payments: { count: read.payments.count, amountMinor: `${read.payments.amountMinor}` },
    refunds: { count: read.refunds.count, amountMinor: `${read.refunds.amountMinor}` },
    feeMinor: `${read.feeMinor}`,
  };
}

type CandidateRow = {
  code: string;
  name: string;
  statement_no: string | null;
  version: number | null;
  is_same: boolean;
};

async function listCandidates(read: ReadStatement, on: string | null): Promise<UploadChannelDto[]> {
  const rows = await reader.query<CandidateRow>(
    `SELECT c.code, c.name, s.statement_no, s.version, coalesce(s.content_sha256 = $2, false) AS is_same
     FROM channels c
     LEFT JOIN statements s ON s.channel_id = c.id AND s.settles_on = $3::date AND s.superseded_by IS NULL
     WHERE c.format = $1 ORDER BY c.id`,
    [read.format, read.contentSha256, on],
  );
  return rows.map((row) => ({
    code: row.code,
    name: row.name,
    known:
      row.statement_no === null || row.version === null
        ? null
        : { statementNo: row.statement_no, version: row.version, isSame: row.is_same },
  }));
}
