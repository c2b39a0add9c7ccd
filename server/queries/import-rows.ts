import "server-only";
import type { ActionRefusal } from "@/contracts/action-result";
import type {
  ImportContentsDto,
  ImportDto,
  ImportSource,
  ImportStatus,
  RefusedImportLineDto,
} from "@/contracts/imports";

export type ImportRaw = {
  import_no: string;
  source: ImportSource;
  sent_as: string;
  file_name: string;
  size_bytes: bigint;
  format: string | null;
  channel: string | null;
  channel_name: string | null;
  settles_on: string | null;
  suggested_on: string | null;
  is_dry_run: boolean;
  status: ImportStatus;
  choices: { code: string; name: string }[];
  created_at: Date;
  finished_at: Date | null;
  read_bytes: bigint;
  line_count: bigint;
  bytes_per_second: bigint | null;
  is_cancel_asked: boolean;
  contents: ImportContentsDto | null;
  statement_no: string | null;
  version: number | null;
  is_duplicate: boolean | null;
  refusal: (ActionRefusal & { lines?: RefusedImportLineDto[] }) | null;
  refused_count: bigint | null;
  failure: string | null;
};

/** A channel that waits to be chosen has to be of the file's format, or of one that only the channel knows. */
export const IMPORT_SELECT = `
  SELECT i.import_no, i.source, coalesce(u.display_name, i.sent_as) AS sent_as, i.file_name, i.size_bytes, i.format,
         c.code AS channel, c.name AS channel_name, i.settles_on, i.suggested_on, i.is_dry_run, i.status, i.created_at,
         i.finished_at, i.read_bytes, i.line_count, i.bytes_per_second, i.cancel_asked_at IS NOT NULL AS is_cancel_asked,
         i.contents, i.statement_no, s.version, i.is_duplicate, i.refusal, i.refused_count, i.failure,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('code', o.code, 'name', o.name) ORDER BY o.id), '[]')
          FROM channels o WHERE i.channel_id IS NULL AND o.format = i.format) AS choices
  FROM imports i LEFT JOIN channels c ON c.id = i.channel_id LEFT JOIN users u ON u.id = i.created_by
  LEFT JOIN statements s ON s.statement_no = i.statement_no`;

const SHOWN_LINES = 8;

export function toImportDto(raw: ImportRaw): ImportDto {
  const { lines = [], ...refusal } = raw.refusal ?? { code: "", message: "" };
  const left = Number(raw.size_bytes - raw.read_bytes);
  const speed = raw.bytes_per_second === null ? null : Number(raw.bytes_per_second);
  const isReading = raw.status === "READING" || raw.status === "CHECKING";
  return {
    importNo: raw.import_no,
    source: raw.source,
    sentAs: raw.sent_as,
    fileName: raw.file_name,
    sizeBytes: Number(raw.size_bytes),
    format: raw.format,
    channel: raw.channel === null ? null : { code: raw.channel, name: raw.channel_name ?? raw.channel },
    settlesOn: raw.settles_on,
    suggestedOn: raw.suggested_on,
    isDryRun: raw.is_dry_run,
    status: raw.status,
    needs: raw.status === "WAITING" ? (raw.channel === null ? "CHANNEL" : "DAY") : null,
    choices: raw.choices,
    createdAt: raw.created_at.toISOString(),
    finishedAt: raw.finished_at?.toISOString() ?? null,
    readBytes: Number(raw.read_bytes),
    lines: Number(raw.line_count),
    bytesPerSecond: speed,
    secondsLeft: isReading && speed !== null && speed > 0 ? Math.ceil(left / speed) : null,
    isCancelAsked: raw.is_cancel_asked,
    contents: raw.contents,
    statementNo: raw.statement_no,
    version: raw.version,
    isDuplicate: raw.is_duplicate ?? false,
    refusal: raw.refusal && refusal,
    refusedCount: Number(raw.refused_count ?? 0n),
    refusedLines: lines.slice(0, SHOWN_LINES),
    failure: raw.failure,
  };
}
