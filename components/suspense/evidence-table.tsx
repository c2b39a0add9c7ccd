import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Amount } from "@/components/money/amount";
import { DateTime, Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { cn } from "@/components/ui/cn";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { EvidenceDto } from "@/contracts/suspense-views";
import { compareEvidence, type EvidenceCell, type EvidenceRow } from "./compare-evidence";

const CELL = "px-2.5 py-1 text-left align-top first:pl-3 last:pr-3";

/** Order, channel line and book in three columns; a row whose sides disagree is marked by sign and colour. */
export function EvidenceTable({ evidence }: { evidence: EvidenceDto }) {
  const t = useTranslations("suspense");
  const rows = compareEvidence(evidence);
  const { ours, line, booked } = evidence;
  return (
    <ScrollRegion label={t("evidence.title")} className="border border-line bg-surface">
      <table className="w-full min-w-xl table-fixed border-collapse text-sm">
        <caption className="sr-only">{t("evidence.title")}</caption>
        <thead>
          <tr className="border-line border-b text-xs">
            <th scope="col" className={cn(CELL, "w-24 font-normal text-muted")}>
              <span className="sr-only">{t("evidence.field.label")}</span>
            </th>
            <SideHead name={t(ours?.type === "refund" ? "evidence.ourRefund" : "evidence.ourOrder")}>
              {ours ? null : <Missing>{t("evidence.missing.ours")}</Missing>}
            </SideHead>
            <SideHead name={t("evidence.line")}>
              {line ? <LinePlace line={line} /> : <Missing>{t("evidence.missing.line")}</Missing>}
            </SideHead>
            <SideHead name={t("evidence.book")}>
              {booked ? null : <Missing>{t("evidence.missing.booked")}</Missing>}
            </SideHead>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <EvidenceLine key={row.field} row={row} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function SideHead({ name, children }: { name: string; children: ReactNode }) {
  return (
    <th scope="col" className={cn(CELL, "font-medium text-ink")}>
      {name}
      {children ? <span className="block font-normal text-muted">{children}</span> : null}
    </th>
  );
}

/** A side that is not there is the difference itself. */
function Missing({ children }: { children: ReactNode }) {
  return (
    <span className="flex items-start gap-1 text-warning">
      <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
      {children}
    </span>
  );
}

function LinePlace({ line }: { line: NonNullable<EvidenceDto["line"]> }) {
  const t = useTranslations("suspense");
  return (
    <>
      <ObjectLink kind="statement" no={line.statementNo} /> {t("evidence.lineNo", { lineNo: line.lineNo })}
      {line.isSuperseded ? <> · {t("evidence.superseded")}</> : null}
    </>
  );
}

function EvidenceLine({ row }: { row: EvidenceRow }) {
  const t = useTranslations("suspense");
  return (
    <tr className={cn("border-line border-b last:border-b-0", row.differs && "bg-warning-soft")}>
      <th scope="row" className={cn(CELL, "font-normal text-muted text-xs leading-5")}>
        <span className="inline-flex items-center gap-1">
          {row.differs ? <TriangleAlert aria-hidden className="size-3.5 shrink-0 text-warning" /> : null}
          {t(`evidence.field.${row.field}`)}
          {row.differs ? <span className="sr-only"> {t("evidence.differs")}</span> : null}
        </span>
      </th>
      {([row.ours, row.line, row.booked] as const).map((cell, index) => (
        <td key={SIDES[index]} className={cn(CELL, row.differs && cell && "font-medium")}>
          {cell ? <CellText cell={cell} /> : <span className="text-faint">—</span>}
        </td>
      ))}
    </tr>
  );
}

const SIDES = ["ours", "line", "booked"] as const;

function CellText({ cell }: { cell: EvidenceCell }) {
  const t = useTranslations("suspense");
  const enums = useTranslations("enums");
  switch (cell.is) {
    case "order":
    case "refund":
    case "voucher":
      return <ObjectLink kind={cell.is} no={cell.value} className="whitespace-normal break-all text-xs" />;
    case "text":
      return <span className="tabular break-all text-xs">{cell.value}</span>;
    case "orderStatus":
    case "refundStatus":
    case "lineStatus":
      return enums(`${cell.is}.${cell.value}`);
    case "booked":
      return t(`evidence.${cell.value}`);
    case "contract":
      return (
        <>
          <Amount amountMinor={cell.value} asset={cell.asset} />{" "}
          <span className="text-muted text-xs">{t("evidence.contract")}</span>
        </>
      );
    case "amount":
      return <Amount amountMinor={cell.value} asset={cell.asset} showAsset />;
    case "instant":
      return <DateTime at={cell.value} seconds />;
    case "day":
      return <Day on={cell.value} />;
  }
}
