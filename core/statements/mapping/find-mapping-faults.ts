import { ASSET_SCALES } from "@/core/money/assets";
import { DECIMAL_MARKS, DELIMITERS, listMappedColumns, type StatementMapping, THOUSANDS } from "./mapping";
import { plainText } from "./trim-cell";

/** What keeps a mapping from being one, by the part of it that is to blame. Each has its sentence on the page. */
export const MAPPING_FAULTS = [
  "numbers_missing",
  "kind_needs_sign",
  "kind_values_missing",
  "status_values_missing",
  "value_twice",
  "column_missing",
  "position_wrong",
  "same_column_in_out",
  "marks_clash",
  "delimiter_clash",
  "asset_unknown",
  "footer_prefix_missing",
  "total_needs_footer",
  "label_missing",
  "zone_missing",
  "time_column_without_time",
  "prefix_empty",
] as const;
export type MappingFault = (typeof MAPPING_FAULTS)[number];

/** All that is contradictory or missing in a mapping whose shape is right; empty when a file can be read by it. */
export function findMappingFaults(mapping: StatementMapping): MappingFault[] {
  const faults = new Set<MappingFault>();
  const say = (isFault: boolean, fault: MappingFault) => {
    if (isFault) faults.add(fault);
  };
  const { numbers, kind, status, amount, asset, footer, totals, time, writing, skip, header } = mapping;
  say(numbers.orderNo === null && numbers.channelTradeNo === null, "numbers_missing");
  say(kind.by === "AMOUNT" && amount.by === "UNSIGNED", "kind_needs_sign");
  say(kind.by === "COLUMN" && kind.values.length === 0, "kind_values_missing");
  say(status.by === "COLUMN" && status.values.length === 0, "status_values_missing");
  const lists = [kind, status, asset].map((rule) => (rule.by === "COLUMN" ? rule.values : []));
  say(lists.some(hasTextTwice), "value_twice");
  const columns = listMappedColumns(mapping).map(({ column }) => column);
  say(
    columns.some((column) => column === ""),
    "column_missing",
  );
  const width = header.is === "NONE" ? header.width : null;
  say(width !== null && columns.some((column) => column !== "" && !isPosition(column, width)), "position_wrong");
  say(amount.by === "IN_OUT" && amount.inColumn === amount.outColumn, "same_column_in_out");
  const [mark, separator] = [DECIMAL_MARKS[writing.decimalMark], THOUSANDS[writing.thousands]];
  say(mark === separator, "marks_clash");
  const delimiter = DELIMITERS[mapping.text.delimiter];
  say(mapping.text.quote === "NONE" && (delimiter === mark || delimiter === separator), "delimiter_clash");
  say(asset.by === "FIXED" && !Object.hasOwn(ASSET_SCALES, asset.asset), "asset_unknown");
  say(asset.by === "COLUMN" && asset.values.some(({ means }) => !Object.hasOwn(ASSET_SCALES, means)), "asset_unknown");
  say(footer?.prefixes.length === 0, "footer_prefix_missing");
  say(footer === null && totals.some(({ at }) => at.in === "CELL"), "total_needs_footer");
  say(
    totals.some(({ at }) => at.in === "LABEL" && at.label.trim() === ""),
    "label_missing",
  );
  say(time.as === "LOCAL" && time.zone === "", "zone_missing");
  say(time.as === "LOCAL" && time.timeColumn !== null && time.time === null, "time_column_without_time");
  // Every line begins with nothing.
  say([...skip.prefixes, ...(footer?.prefixes ?? []), ...writing.symbols].includes(""), "prefix_empty");
  return [...faults];
}

function hasTextTwice(values: readonly { readonly text: string }[]): boolean {
  return new Set(values.map(({ text }) => plainText(text))).size < values.length;
}

function isPosition(column: string, width: number): boolean {
  return /^[1-9]\d{0,2}$/.test(column) && Number(column) <= width;
}
