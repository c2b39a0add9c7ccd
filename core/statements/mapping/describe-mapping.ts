import { NUMBER_FIELDS, type StatementMapping } from "./mapping";

/** A part of a mapping in tokens: a code that the page words in the reader's language, or a text of the file as it is. */
export type MappingToken = { readonly code: string } | { readonly text: string };
export const MAPPING_PARTS = [
  "encoding",
  "delimiter",
  "quote",
  "endsWithLineEnd",
  "header",
  "trim",
  "absent",
  "leadingLines",
  "prefixes",
  "leftOut",
  "footer",
  ...NUMBER_FIELDS,
  "kind",
  "status",
  "amount",
  "fee",
  "unit",
  "decimals",
  "decimalMark",
  "thousands",
  "symbols",
  "parentheses",
  "asset",
  "time",
  "zone",
  "settlesOn",
  "totals",
] as const;
export type MappingPart = (typeof MAPPING_PARTS)[number];
export type MappingChange = {
  readonly part: MappingPart;
  readonly before: readonly MappingToken[];
  readonly after: readonly MappingToken[];
};

const code = (name: string): MappingToken => ({ code: name });
const text = (value: string | number): MappingToken => ({ text: `${value}` });
const texts = (values: readonly string[]): MappingToken[] => values.map(text);
const column = (name: string | null): MappingToken[] => (name === null ? [] : [text(name)]);

/** Every part of a mapping, in a fixed order; an empty list is a part that is not set. */
export function describeMapping(mapping: StatementMapping): Record<MappingPart, readonly MappingToken[]> {
  const { header, footer, skip, numbers, unit, writing, settlesOn, fee, totals, time } = mapping;
  return {
    encoding: [code(mapping.text.encoding)],
    delimiter: [code(mapping.text.delimiter)],
    quote: [code(`QUOTE_${mapping.text.quote}`)],
    endsWithLineEnd: [code(mapping.text.endsWithLineEnd ? "YES" : "NO")],
    header: header.is === "ROW" ? [code("HEADER_ROW")] : [code("HEADER_NONE"), text(header.width)],
    trim: mapping.trim.map((one) => code(`TRIM_${one}`)),
    absent: texts(mapping.absent),
    leadingLines: skip.leadingLines === 0 ? [] : [text(skip.leadingLines)],
    prefixes: texts(skip.prefixes),
    leftOut: skip.rows.map((row) => text(`${row.column} = ${row.text}`)),
    footer:
      footer === null
        ? []
        : [...texts(footer.prefixes), code(footer.isRequired ? "REQUIRED" : "OPTIONAL"), text(footer.maxLines)],
    ...(Object.fromEntries(NUMBER_FIELDS.map((field) => [field, column(numbers[field])])) as Record<
      (typeof NUMBER_FIELDS)[number],
      MappingToken[]
    >),
    kind: describeKind(mapping),
    status: describeStatus(mapping),
    amount: describeAmount(mapping),
    fee: fee === null ? [] : [text(fee.column), code(`FEE_${fee.charged}`)],
    unit: [code(unit.is)],
    decimals: unit.decimals === null ? [code("DECIMALS_OF_ASSET")] : [text(unit.decimals)],
    decimalMark: [code(`MARK_${writing.decimalMark}`)],
    thousands: [code(`THOUSANDS_${writing.thousands}`)],
    symbols: texts(writing.symbols),
    parentheses: [code(writing.parentheses ? "YES" : "NO")],
    asset: describeAsset(mapping),
    time: describeTime(mapping),
    zone: time.as === "LOCAL" ? [text(time.zone)] : [],
    settlesOn: settlesOn === null ? [] : [text(settlesOn.column), text(settlesOn.date)],
    totals: totals.flatMap(({ measure, counts, at }) => [
      code(measure),
      code(`COUNTS_${counts}`),
      text(at.in === "LABEL" ? at.label : `${at.line}:${at.cell}`),
    ]),
  };
}

/** The parts in which two mappings differ; all that is set where there is no earlier one. */
export function compareMappings(before: StatementMapping | null, after: StatementMapping): MappingChange[] {
  const [old, now] = [before && describeMapping(before), describeMapping(after)];
  return MAPPING_PARTS.flatMap((part) => {
    const change = { part, before: old?.[part] ?? [], after: now[part] };
    return JSON.stringify(change.before) === JSON.stringify(change.after) ? [] : [change];
  });
}

/** Each text with what it means, in the order of the texts: the order of a list is no difference. */
function listValues(values: readonly { readonly text: string; readonly means: string }[]): MappingToken[] {
  const sorted = [...values].sort((left, right) => (left.text < right.text ? -1 : 1));
  return sorted.flatMap(({ text: from, means }) => [text(from), code(means)]);
}

function describeKind({ kind }: StatementMapping): MappingToken[] {
  if (kind.by === "FIXED") return [code("ALWAYS"), code(kind.kind)];
  return kind.by === "AMOUNT" ? [code("BY_AMOUNT")] : [text(kind.column), ...listValues(kind.values)];
}

function describeStatus({ status }: StatementMapping): MappingToken[] {
  return status.by === "FIXED"
    ? [code("ALWAYS"), code(status.status)]
    : [text(status.column), ...listValues(status.values)];
}

function describeAmount({ amount }: StatementMapping): MappingToken[] {
  if (amount.by === "IN_OUT") return [code("IN_OUT"), text(amount.inColumn), text(amount.outColumn)];
  return [text(amount.column), code(amount.by === "SIGNED" ? `REFUND_IS_${amount.refundIs}` : "UNSIGNED")];
}

function describeAsset({ asset }: StatementMapping): MappingToken[] {
  if (asset.by === "FIXED") return [code("ALWAYS"), text(asset.asset)];
  return [text(asset.column), ...asset.values.flatMap(({ text: from, means }) => [text(from), text(means)])];
}

function describeTime({ time }: StatementMapping): MappingToken[] {
  if (time.as === "INSTANT") return [text(time.column), text(time.pattern)];
  const clock = time.time === null ? code("DAY_ONLY") : text(time.time);
  const joint = time.timeColumn === null && time.time !== null ? [code(`JOINT_${time.joint}`)] : [];
  return [text(time.column), ...column(time.timeColumn), text(time.date), ...joint, clock];
}
