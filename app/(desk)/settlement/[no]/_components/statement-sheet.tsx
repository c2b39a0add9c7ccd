import { useTimeZone, useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { formatInstant } from "@/components/money/format-date";
import { Named } from "@/components/ui/named";
import type { HoldBackListDto } from "@/contracts/settlement-moves";
import type { SettlementDetailDto, SettlementPartDto } from "@/contracts/settlement-views";
import { InWords } from "./in-words";
import { statementTerms } from "./statement-terms";

type StatementSheetProps = {
  settlement: SettlementDetailDto;
  held: HoldBackListDto;
  /** Where the statement is found again. */
  address: string;
  printedBy: string;
  printedAt: string;
};

const CELL = "border border-ink px-2 py-1 align-top";

/** The settlement statement (结算单) on A4: for paper alone, black on white whatever the theme. */
export function StatementSheet({ settlement, held, address, printedBy, printedAt }: StatementSheetProps) {
  const t = useTranslations("settlement");
  const zone = useTimeZone() ?? "UTC";
  const { merchant, reviewed, released, payout } = settlement;
  return (
    <article data-theme="light" className="hidden bg-white text-ink text-sm print:block">
      <h1 className="text-center font-semibold text-xl">{t("sheet.title")}</h1>
      <p className="mt-4 grid grid-cols-2 gap-x-6 gap-y-1">
        <Named label={t("column.merchant")}>{`${merchant.name} (${merchant.no})`}</Named>
        <Named label={t("column.no")}>{settlement.settlementNo}</Named>
        <Named label={t("column.on")}>{settlement.settledOn}</Named>
        <Named label={t("column.asset")}>{settlement.asset}</Named>
        <Named label={t("facts.terms")}>{t("facts.cycle", { days: settlement.terms.cycleDays })}</Named>
        <Named label={t("column.status")}>{t(`status.${settlement.status}`)}</Named>
      </p>
      <FigureTable settlement={settlement} />
      {settlement.asset === "CNY" ? (
        <p className="border border-ink border-t-0 px-2 py-1.5">
          <Named label={t("statement.words")}>
            <span className="flex flex-col">
              <InWords amountMinor={settlement.settledMinor} />
            </span>
          </Named>
        </p>
      ) : null}
      {settlement.parts.length > 0 ? <LineTable settlement={settlement} /> : null}
      {held.count > 0 ? <HeldTable held={held} asset={settlement.asset} /> : null}
      <p className="mt-4 grid grid-cols-3 gap-4">
        <Named label={t("facts.reviewed")}>{reviewed?.by ?? "—"}</Named>
        <Named label={t("facts.released")}>{released?.by ?? "—"}</Named>
        <Named label={t("column.payout")}>{payout?.payoutNo ?? "—"}</Named>
      </p>
      <p className="mt-6 flex justify-between gap-4 text-muted text-xs">
        <span className="break-all">{address}</span>
        <span className="shrink-0">
          {t("sheet.printed", { name: printedBy, time: formatInstant(printedAt, { zone }) })}
        </span>
      </p>
    </article>
  );
}

function FigureTable({ settlement }: { settlement: SettlementDetailDto }) {
  const t = useTranslations("settlement");
  return (
    <table className="mt-3 w-full border-collapse">
      <thead>
        <tr>
          <th className={`${CELL} text-left font-medium`}>{t("statement.figure")}</th>
          <th className={`${CELL} w-48 text-right font-medium`}>{settlement.asset}</th>
        </tr>
      </thead>
      <tbody>
        {statementTerms(settlement).map(({ figure, sign, minor, isSum }) => (
          <tr key={figure} className={isSum || figure === "settled" ? "font-semibold" : undefined}>
            <td className={CELL}>
              <span className="inline-block w-4">{sign}</span>
              {t(`figure.${figure}`)}
            </td>
            <td className={`${CELL} text-right`}>
              <Amount amountMinor={minor} asset={settlement.asset} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LineTable({ settlement: { parts, asset } }: { settlement: SettlementDetailDto }) {
  const t = useTranslations("settlement");
  const amount = (minor: string) => (
    <td className={`${CELL} text-right`}>
      <Amount amountMinor={minor} asset={asset} />
    </td>
  );
  const other = (line: SettlementPartDto) =>
    `${BigInt(line.receivedMinor) + BigInt(line.adjustmentMinor) - BigInt(line.shareMinor)}`;
  const heads = ["captured", "refunded", "fee", "other", "net"] as const;
  return (
    <table className="mt-4 w-full border-collapse text-xs">
      <caption className="pb-1 text-left font-medium">{t("lines.title")}</caption>
      <thead>
        <tr>
          <th className={`${CELL} text-left font-medium`}>{t("lines.day")}</th>
          <th className={`${CELL} text-left font-medium`}>{t("lines.channel")}</th>
          {heads.map((head) => (
            <th key={head} className={`${CELL} text-right font-medium`}>
              {t(`sheet.${head}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {parts.map((line) => (
          <tr key={`${line.clearingNo}|${line.channel?.no}`} className="break-inside-avoid">
            <td className={CELL}>{line.clearedOn}</td>
            <td className={CELL}>{line.channel?.name ?? t("lines.noChannel")}</td>
            {amount(line.capturedMinor)}
            {amount(line.refundedMinor)}
            {amount(line.feeMinor)}
            {amount(other(line))}
            {amount(line.netMinor)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function HeldTable({ held: { rows, count }, asset }: { held: HoldBackListDto; asset: string }) {
  const t = useTranslations("settlement");
  return (
    <table className="mt-4 w-full border-collapse text-xs">
      <caption className="pb-1 text-left font-medium">{t("held.title")}</caption>
      <thead>
        <tr>
          <th className={`${CELL} text-left font-medium`}>{t("held.object")}</th>
          <th className={`${CELL} text-left font-medium`}>{t("held.why")}</th>
          <th className={`${CELL} text-right font-medium`}>{t("held.net")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} className="break-inside-avoid">
            <td className={CELL}>{row.objectNo}</td>
            <td className={CELL}>{`${t(`held.reason.${row.reason}`)} ${row.reasonNo}`}</td>
            <td className={`${CELL} text-right`}>
              <Amount amountMinor={row.netMinor} asset={asset} />
            </td>
          </tr>
        ))}
        {rows.length < count ? (
          <tr>
            <td className={CELL} colSpan={3}>
              {t("held.more", { shown: rows.length, count })}
            </td>
          </tr>
        ) : null}
      </tbody>
    </table>
  );
}
