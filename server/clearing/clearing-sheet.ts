import "server-only";
import type {
  ClearingBatchDto,
  ClearingExport,
  ClearingItemRowDto,
  ClearingLineRowDto,
} from "@/contracts/clearing-views";
import { scaleOf } from "@/core/money/format-money";
import { toDecimalString } from "@/core/money/parse-money";
import type { Actor } from "@/core/permissions/actor";
import type { SheetLayout } from "@/core/xlsx/write-sheet";
import clearingEn from "@/messages/en/clearing.json";
import clearingZh from "@/messages/zh-CN/clearing.json";
import { listClearingItems } from "@/server/queries/clearing/list-clearing-items";
import { listClearingLines } from "@/server/queries/clearing/list-clearing-lines";
import { readPages } from "@/server/sheet/read-pages";
import { sayHead } from "@/server/sheet/sheet-head";
import { streamSheet } from "@/server/sheet/stream-sheet";

const WORDS = { en: clearingEn, "zh-CN": clearingZh } as const;
type Words = (typeof WORDS)[keyof typeof WORDS];
type SheetColumn<Row> = { readonly label: string; readonly width: number; readonly text: (row: Row) => string };
type SheetRequest = {
  readonly actor: Actor;
  readonly batch: ClearingBatchDto;
  readonly wanted: ClearingExport;
  readonly exportedAt: Date;
};

const WIDE = 26;
const NARROW = 14;

/** A batch's sums or items as a file, with the filters of the page. Amounts are exact decimals. */
export function writeClearingSheet(request: SheetRequest): AsyncGenerator<Uint8Array> {
  const { actor, batch, wanted } = request;
  const words = WORDS[wanted.locale];
  const { of, format, locale, ...filters } = wanted;
  const question = { ...filters, batch: batch.batchNo };
  if (of === "lines") {
    const columns = lineColumns(words);
    return streamSheet(
      format,
      layOut(request, columns),
      toCells(
        columns,
        readPages((page) => listClearingLines(actor, question, page)),
      ),
    );
  }
  const columns = itemColumns(words);
  return streamSheet(
    format,
    layOut(request, columns),
    toCells(
      columns,
      readPages((page) => listClearingItems(actor, question, page)),
    ),
  );
}

async function* toCells<Row>(columns: readonly SheetColumn<Row>[], portions: AsyncIterable<readonly Row[]>) {
  for await (const rows of portions) yield rows.map((row) => columns.map(({ text }) => text(row)));
}

function layOut<Row>(
  { actor, batch, wanted, exportedAt }: SheetRequest,
  columns: readonly SheetColumn<Row>[],
): SheetLayout {
  const { of, format: _format, locale, ...filters } = wanted;
  const { sheet } = WORDS[locale];
  const what = sheet.what.replace("{batchNo}", batch.batchNo).replace("{day}", batch.accountingOn);
  return {
    name: sheet[of],
    facts: sayHead({ actor, locale, what, filters, exportedAt }),
    columns: columns.map(({ label, width }) => ({ label, width })),
  };
}

function lineColumns({ column, figure }: Words): SheetColumn<ClearingLineRowDto>[] {
  const amount = (label: string, minor: (row: ClearingLineRowDto) => string) => amountColumn(label, minor);
  return [
    { label: column.merchant, width: NARROW, text: (row) => row.merchant.no },
    { label: column.merchant, width: WIDE, text: (row) => row.merchant.name },
    { label: column.channel, width: NARROW, text: (row) => row.channel?.no ?? "" },
    { label: column.asset, width: NARROW, text: (row) => row.asset },
    { label: column.items, width: NARROW, text: (row) => `${row.items}` },
    amount(figure.gross, (row) => row.grossMinor),
    amount(figure.refund, (row) => row.refundMinor),
    amount(figure.feeCharged, (row) => row.feeChargedMinor),
    amount(figure.feeReturned, (row) => row.feeReturnedMinor),
    amount(figure.share, (row) => row.shareMinor),
    amount(figure.received, (row) => row.receivedMinor),
    amount(figure.adjustment, (row) => row.adjustmentMinor),
    amount(figure.net, (row) => row.netMinor),
    amount(figure.cost, (row) => row.costMinor),
  ];
}

function itemColumns({ column, figure, kind }: Words): SheetColumn<ClearingItemRowDto>[] {
  const amount = (label: string, minor: (row: ClearingItemRowDto) => string) => amountColumn(label, minor);
  return [
    { label: column.kind, width: NARROW, text: (row) => kind[row.kind] },
    { label: column.object, width: WIDE, text: (row) => row.objectNo },
    { label: column.order, width: WIDE, text: (row) => row.orderNo ?? "" },
    { label: column.occurred, width: NARROW, text: (row) => row.occurredOn },
    { label: column.merchant, width: NARROW, text: (row) => row.merchant.no },
    { label: column.merchant, width: WIDE, text: (row) => row.merchant.name },
    { label: column.receiver, width: NARROW, text: (row) => row.receiver?.no ?? "" },
    { label: column.channel, width: NARROW, text: (row) => row.channel?.no ?? "" },
    { label: column.asset, width: NARROW, text: (row) => row.asset },
    amount(figure.gross, (row) => row.grossMinor),
    amount(figure.refund, (row) => row.refundMinor),
    amount(figure.fee, (row) => row.feeMinor),
    amount(figure.share, (row) => row.shareMinor),
    amount(figure.adjustment, (row) => row.adjustmentMinor),
    amount(column.amount, (row) => row.amountMinor),
    amount(figure.cost, (row) => row.costMinor),
  ];
}

function amountColumn<Row extends { readonly asset: string }>(
  label: string,
  minor: (row: Row) => string,
): SheetColumn<Row> {
  return { label, width: NARROW, text: (row) => toDecimalString(BigInt(minor(row)), scaleOf(row.asset)) };
}
