import "server-only";
import type { SettlementExport, StandingHoldBackDto } from "@/contracts/settlement-moves";
import type { SettlementDetailDto, SettlementPartDto } from "@/contracts/settlement-views";
import { scaleOf } from "@/core/money/format-money";
import { toDecimalString } from "@/core/money/parse-money";
import type { Actor } from "@/core/permissions/actor";
import settlementEn from "@/messages/en/settlement.json";
import settlementZh from "@/messages/zh-CN/settlement.json";
import { sayHead } from "@/server/sheet/sheet-head";
import { streamSheet } from "@/server/sheet/stream-sheet";

const WORDS = { en: settlementEn, "zh-CN": settlementZh } as const;
type Words = (typeof WORDS)[keyof typeof WORDS];
type StatementRequest = {
  readonly actor: Actor;
  readonly settlement: SettlementDetailDto;
  /** In portions, so that any number of them leaves without being held in memory. */
  readonly held: AsyncIterable<readonly StandingHoldBackDto[]>;
  readonly wanted: SettlementExport;
  readonly exportedAt: Date;
};

const STATEMENT = [
  "opening",
  "captured",
  "refunded",
  "fee",
  "share",
  "received",
  "adjustment",
  "deposit",
  "closing",
  "settled",
  "held",
  "carried",
] as const;
const OF_DAY = ["captured", "refunded", "fee", "share", "received", "adjustment"] as const;
const WIDE = 26;
const NARROW = 16;

/** The settlement statement as a file: its figures, the cleared days in it, and what is held back. Amounts are exact decimals. */
export function writeStatement(request: StatementRequest): AsyncGenerator<Uint8Array> {
  const { actor, settlement, wanted, exportedAt } = request;
  const words = WORDS[wanted.locale];
  const { sheet, column, figure, lines } = words;
  const labels = [
    sheet.column.section,
    sheet.column.item,
    lines.day,
    lines.channel,
    sheet.column.reason,
    ...OF_DAY.map((name) => figure[name]),
    sheet.column.amount,
    column.asset,
  ];
  const layout = {
    name: sheet.name,
    facts: [
      ...sayHead({
        actor,
        locale: wanted.locale,
        what: sheet.what.replace("{settlementNo}", settlement.settlementNo),
        filters: {},
        exportedAt,
      }),
      [column.merchant, `${settlement.merchant.name} (${settlement.merchant.no})`] as const,
      [column.on, settlement.settledOn] as const,
      [column.status, words.status[settlement.status]] as const,
    ],
    columns: labels.map((label, index) => ({ label, width: index === 1 ? WIDE : NARROW })),
  };
  return streamSheet(wanted.format, layout, portionsOf(request, words));
}

async function* portionsOf({ settlement, held }: StatementRequest, words: Words) {
  yield rowsOf(settlement, words);
  for await (const rows of held) yield rows.map((row) => heldRow(row, settlement.asset, words));
}

const blank = OF_DAY.map(() => "");

function rowsOf(settlement: SettlementDetailDto, words: Words): string[][] {
  const { asset } = settlement;
  const decimal = (minor: string) => toDecimalString(BigInt(minor), scaleOf(asset));
  const { settledMinor, heldMinor, carriedMinor } = settlement;
  const figures = { ...settlement, closingMinor: `${BigInt(settledMinor) + BigInt(heldMinor) + BigInt(carriedMinor)}` };
  const { section } = words.sheet;
  const ofDay = (part: SettlementPartDto) => OF_DAY.map((name) => decimal(part[`${name}Minor`]));
  return [
    ...STATEMENT.map((name) => [
      section.statement,
      words.figure[name],
      "",
      "",
      "",
      ...blank,
      decimal(figures[`${name}Minor`]),
      asset,
    ]),
    ...settlement.parts.map((part) => [
      section.lines,
      part.clearingNo,
      part.clearedOn,
      part.channel?.no ?? words.lines.noChannel,
      "",
      ...ofDay(part),
      decimal(part.netMinor),
      asset,
    ]),
  ];
}

function heldRow(row: StandingHoldBackDto, asset: string, { sheet, held }: Words): string[] {
  return [
    sheet.section.held,
    row.objectNo,
    row.heldOn,
    "",
    `${held.reason[row.reason]} ${row.reasonNo}`,
    ...blank,
    toDecimalString(BigInt(row.netMinor), scaleOf(asset)),
    asset,
  ];
}
