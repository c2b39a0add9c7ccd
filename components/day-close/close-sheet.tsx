import { useTimeZone, useTranslations } from "next-intl";
import { formatInstant } from "@/components/money/format-date";
import { Named } from "@/components/ui/named";
import type { DayChecklistDto, DayCloseDto, DayReportDto, FindingDto } from "@/contracts/day-close";
import { Figure, useFindingPlace, useFindingText } from "./finding-text";

type CloseSheetProps = {
  close: DayCloseDto;
  report: DayReportDto | null;
  checklist: DayChecklistDto;
  /** Where the day is found again. */
  address: string;
  printedBy: string;
  printedAt: string;
};

const CELL = "border border-ink px-1.5 py-1 align-top";

/** The report of a day's close (日终核对报告) on A4: for paper alone, black on white whatever the theme. */
export function CloseSheet({ close, report, checklist, address, printedBy, printedAt }: CloseSheetProps) {
  const t = useTranslations("day-close");
  const zone = useTimeZone() ?? "UTC";
  const closedBy =
    report && report.outcome !== "REFUSED"
      ? `${report.checkedBy ?? t("system")}, ${formatInstant(report.checkedAt, { zone })}`
      : t("sheetOpen");
  return (
    <article data-theme="light" className="hidden bg-white text-ink text-xs print:block">
      <h1 className="text-center font-semibold text-xl">{t("sheet")}</h1>
      <p className="mt-3 grid grid-cols-3 gap-3">
        <Named label={t("sheetDay")}>{close.day}</Named>
        <Named label={t("sheetClosed")}>{closedBy}</Named>
        <Named label={t("attempt")}>{report?.attempt ?? "—"}</Named>
      </p>
      <SheetTable checklist={checklist} />
      {report?.exception ? (
        <p className="mt-3 grid grid-cols-3 gap-3">
          <Named label={t("sheetReason")}>{report.exception.reason}</Named>
          <Named label={t("sheetMaker")}>{report.exception.maker}</Named>
          <Named label={t("sheetChecker")}>
            {`${report.exception.checkers.join(", ")} (${report.exception.approvalNo})`}
          </Named>
        </p>
      ) : null}
      <p className="mt-4 flex justify-between gap-4 text-muted">
        <span className="break-all">{address}</span>
        <span className="shrink-0">{t("printed", { name: printedBy, time: formatInstant(printedAt, { zone }) })}</span>
      </p>
      {report ? (
        <p className="mt-1 break-all text-muted">
          {t("sheetHash")} {report.contentHash}
        </p>
      ) : null}
    </article>
  );
}

function SheetTable({ checklist }: { checklist: DayChecklistDto }) {
  const t = useTranslations("day-close");
  return (
    <table className="mt-3 w-full border-collapse">
      <thead>
        <tr>
          {(["where", "found", "stateHeader"] as const).map((head) => (
            <th key={head} className={`${CELL} text-left font-medium`}>
              {t(head)}
            </th>
          ))}
          {(["left", "right", "difference"] as const).map((head) => (
            <th key={head} className={`${CELL} text-right font-medium`}>
              {t(head)}
            </th>
          ))}
        </tr>
      </thead>
      {checklist.lines.map(({ line, state, findings }) => (
        <tbody key={line}>
          <tr className="break-after-avoid">
            <th scope="rowgroup" colSpan={6} className={`${CELL} text-left font-semibold`}>
              {t(`line.${line}`)} · {t(`state.${state}`)}
            </th>
          </tr>
          {findings.map((finding) => (
            <SheetRow key={`${finding.code} ${finding.place} ${finding.asset}`} finding={finding} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

function SheetRow({ finding }: { finding: FindingDto }) {
  const t = useTranslations("day-close");
  const say = useFindingText();
  const placeOf = useFindingPlace();
  const { state, left, right, difference, asset } = finding;
  const figures = [left, right, difference];
  return (
    <tr className="break-inside-avoid">
      <td className={CELL}>{placeOf(finding)}</td>
      <td className={CELL}>
        {say(finding)}
        {asset === null ? null : ` (${asset})`}
      </td>
      <td className={`${CELL} whitespace-nowrap`}>{t(`state.${state}`)}</td>
      {(["left", "right", "difference"] as const).map((side, index) => (
        <td key={side} className={`${CELL} text-right`}>
          <Figure value={figures[index] ?? null} asset={asset} />
        </td>
      ))}
    </tr>
  );
}
