import "server-only";
import {
  DIFFERENCE_FIELDS,
  DIFFERENCE_KINDS,
  type DifferenceField,
  type DifferenceKind,
  type DifferenceRowDto,
  type DifferenceSumDto,
  type StatementDifferenceDto,
} from "@/contracts/statement-difference";
import { toCsvCell } from "@/core/to-csv";
import { withSnapshot } from "@/server/queries/stream-rows";
import { type DbReader, reader } from "@/server/transact";

const SHOWN = 200;

type Versions = { id: bigint; before_id: bigint; before_no: string; before_version: number; settles_on: string };
type SideRaw = { lineNo: number; status: string; signedMinor: string; feeMinor: string; asset: string };
type RowRaw = {
  kind: DifferenceKind;
  item_kind: "PAYMENT" | "REFUND";
  match_key: string;
  before: SideRaw | null;
  after: SideRaw | null;
  changed: DifferenceField[] | null;
};
type SumRaw = { kind: DifferenceKind; count: bigint; asset: string; amount_minor: bigint; fee_minor: bigint };

const COLUMNS: Record<DifferenceField, string> = {
  status: "status",
  amount: "amount_minor",
  fee: "fee_e5",
  asset: "asset",
  occurredAt: "occurred_at",
  orderNo: "order_no",
  refundNo: "refund_no",
  channelTradeNo: "channel_trade_no",
  channelRefundNo: "channel_refund_no",
  counterparty: "counterparty_merchant_no",
};
const CHANGED = DIFFERENCE_FIELDS.map(
  (field) => `CASE WHEN (b.line).${COLUMNS[field]} IS DISTINCT FROM (a.line).${COLUMNS[field]} THEN '${field}' END`,
).join(", ");
const ANY_CHANGED = DIFFERENCE_FIELDS.map(
  (field) => `(b.line).${COLUMNS[field]} IS DISTINCT FROM (a.line).${COLUMNS[field]}`,
).join(" OR ");

/**
 * Lines of two versions are the same line by what they are matched by; of several under one number the like ones are put
 * together first, so that a line which only moved in the file is no difference.
 */
const DIFFERENCE = `
  WITH numbered AS (
    SELECT l.statement_id, l.match_key, l.item_kind, l AS line, row_number() OVER (
      PARTITION BY l.statement_id, l.match_key, l.item_kind
      ORDER BY l.occurred_at, l.status, l.amount_minor, l.channel_trade_no, l.channel_refund_no, l.line_no) AS nth
    FROM statement_lines l WHERE l.settles_on = $1 AND l.statement_id IN ($2, $3)
  ), difference AS (
    SELECT CASE WHEN b.statement_id IS NULL THEN 'ADDED' WHEN a.statement_id IS NULL THEN 'REMOVED' ELSE 'CHANGED' END AS kind,
           coalesce(a.match_key, b.match_key) AS match_key, coalesce(a.item_kind, b.item_kind) AS item_kind,
           b.line AS before, a.line AS after,
           CASE WHEN b.statement_id IS NOT NULL AND a.statement_id IS NOT NULL THEN array_remove(ARRAY[${CHANGED}], NULL) END AS changed
    FROM (SELECT * FROM numbered WHERE statement_id = $2) b
    FULL JOIN (SELECT * FROM numbered WHERE statement_id = $3) a USING (match_key, item_kind, nth)
    WHERE b.statement_id IS NULL OR a.statement_id IS NULL OR ${ANY_CHANGED}
  )`;
const SIDE = (side: "before" | "after") => `
  CASE WHEN (d.${side}).line_no IS NOT NULL THEN jsonb_build_object('lineNo', (d.${side}).line_no,
    'status', (d.${side}).status, 'signedMinor', (d.${side}).signed_minor::text,
    'feeMinor', (d.${side}).fee_minor::text, 'asset', (d.${side}).asset) END AS ${side}`;
const ROWS = `${DIFFERENCE}
  SELECT d.kind, d.item_kind, d.match_key, ${SIDE("before")}, ${SIDE("after")}, d.changed
  FROM difference d ORDER BY d.kind, coalesce((d.after).line_no, (d.before).line_no)`;
const SUMS = `${DIFFERENCE}
  SELECT d.kind, count(*) AS count, coalesce((d.after).asset, (d.before).asset) AS asset,
         sum(coalesce((d.after).signed_minor, 0) - coalesce((d.before).signed_minor, 0))::bigint AS amount_minor,
         sum(coalesce((d.after).fee_minor, 0) - coalesce((d.before).fee_minor, 0))::bigint AS fee_minor
  FROM difference d GROUP BY 1, 3 ORDER BY 1, 3`;

/** What a version of a statement changed of the one before it, line by line; null for a first version. */
export async function getStatementDifference(statementNo: string): Promise<StatementDifferenceDto | null> {
  const versions = await findVersions(reader, statementNo);
  if (versions === null) return null;
  const values = [versions.settles_on, versions.before_id, versions.id];
  const sums = toSums(await reader.query<SumRaw>(SUMS, values));
  const rows = await reader.query<RowRaw>(`${ROWS} LIMIT ${SHOWN}`, values);
  return {
    before: { statementNo: versions.before_no, version: versions.before_version },
    sums,
    rows: rows.map(toRow),
    count: sums.reduce((total, { count }) => total + count, 0),
  };
}

const HEADER = ["kind", "item", "key", "changed", "before_line", "before_status", "before_minor", "before_fee_minor"];
const HEADER_AFTER = ["after_line", "after_status", "after_minor", "after_fee_minor", "asset"];

/** All of it as CSV, a line at a time; nothing for a first version. */
export async function* streamStatementDifference(statementNo: string): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(`\uFEFF${[...HEADER, ...HEADER_AFTER].join(",")}\r\n`);
  yield* withSnapshot(async function* (snapshot) {
    const versions = await findVersions(snapshot, statementNo);
    if (versions === null) return;
    for await (const raw of snapshot.stream<RowRaw>(ROWS, [versions.settles_on, versions.before_id, versions.id])) {
      yield encoder.encode(`${toCells(raw).join(",")}\r\n`);
    }
  });
}

async function findVersions(db: Pick<DbReader, "query">, statementNo: string): Promise<Versions | null> {
  const [versions] = await db.query<Versions>(
    `SELECT s.id, b.id AS before_id, b.statement_no AS before_no, b.version AS before_version, s.settles_on
     FROM statements s
     JOIN statements b ON b.channel_id = s.channel_id AND b.settles_on = s.settles_on AND b.version = s.version - 1
     WHERE s.statement_no = $1`,
    [statementNo],
  );
  return versions ?? null;
}

function toSums(raws: readonly SumRaw[]): DifferenceSumDto[] {
  return DIFFERENCE_KINDS.map((kind) => {
    const ofKind = raws.filter((raw) => raw.kind === kind);
    return {
      kind,
      count: ofKind.reduce((total, raw) => total + Number(raw.count), 0),
      amounts: ofKind.map((raw) => ({ amountMinor: `${raw.amount_minor}`, asset: raw.asset })),
      fees: ofKind.map((raw) => ({ amountMinor: `${raw.fee_minor}`, asset: raw.asset })),
    };
  });
}

function toRow(raw: RowRaw): DifferenceRowDto {
  const { kind, item_kind: itemKind, match_key: key, before, after } = raw;
  return { kind, itemKind, key, before, after, changed: raw.changed ?? [] };
}

function toCells({ kind, item_kind, match_key, before, after, changed }: RowRaw): string[] {
  const side = (line: SideRaw | null) =>
    line ? [`${line.lineNo}`, line.status, line.signedMinor, line.feeMinor] : ["", "", "", ""];
  const asset = after?.asset ?? before?.asset ?? "";
  const texts = [kind, item_kind, toCsvCell(match_key), (changed ?? []).join(" ")];
  return [...texts, ...side(before), ...side(after), asset];
}
