import { useTimeZone, useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { formatInstant } from "@/components/money/format-date";
import { Named } from "@/components/ui/named";
import type { Side, VoucherDto, VoucherEntryDto } from "@/contracts/ledger-views";
import { useSubjectName } from "./subject-name";
import { useEventName } from "./use-event-name";

type VoucherSheetProps = {
  voucher: VoucherDto;
  /** Where the voucher is found again. */
  address: string;
  printedBy: string;
  printedAt: string;
};

const CELL = "border border-ink px-2 py-1.5 align-top";

/** The voucher (记账凭证) on A4: for paper alone, black on white whatever the theme. */
export function VoucherSheet({ voucher, address, printedBy, printedAt }: VoucherSheetProps) {
  const t = useTranslations("ledger");
  const zone = useTimeZone() ?? "UTC";
  const { approval } = voucher;
  const checkers = approval?.checkers.map((checker) => checker.name).join(", ");
  return (
    <article data-theme="light" className="hidden bg-white text-ink text-sm print:block">
      <h1 className="text-center font-semibold text-xl">{t("voucher.sheet")}</h1>
      <p className="mt-4 flex justify-between">
        <Named label={t("voucher.day")}>{voucher.accountingOn}</Named>
        <Named label={t("voucher.no")}>{voucher.voucherNo}</Named>
      </p>
      <SheetTable voucher={voucher} />
      {voucher.inWords ? (
        <p className="border border-ink border-t-0 px-2 py-1.5">
          <Named label={t(voucher.totals.length > 1 ? "voucher.wordsOfCny" : "voucher.words")}>
            <span lang="zh-CN">{voucher.inWords}</span>
          </Named>
        </p>
      ) : null}
      <p className="mt-3 grid grid-cols-3 gap-4">
        <Named label={t("voucher.maker")}>{approval?.maker ?? voucher.command.actor ?? t("voucher.system")}</Named>
        <Named label={t("voucher.checker")}>{checkers ?? t("voucher.noApproval")}</Named>
        <Named label={t("voucher.approvalNo")}>{approval?.approvalNo ?? "—"}</Named>
      </p>
      <p className="mt-6 flex justify-between gap-4 text-muted text-xs">
        <span className="break-all">{address}</span>
        <span className="shrink-0">
          {t("voucher.printed", { name: printedBy, time: formatInstant(printedAt, { zone }) })}
        </span>
      </p>
    </article>
  );
}

function SheetTable({ voucher }: { voucher: VoucherDto }) {
  const t = useTranslations("ledger");
  const nameOf = useSubjectName();
  const eventName = useEventName();
  const side = (entry: VoucherEntryDto, wanted: Side) =>
    entry.side === wanted ? (
      <Amount
        amountMinor={entry.amountMinor}
        asset={entry.asset}
        showAsset={entry.asset !== "CNY" || voucher.totals.length > 1}
      />
    ) : null;
  const summary = `${eventName(voucher.event)} ${voucher.objectNo}`;
  return (
    <table className="mt-2 w-full border-collapse">
      <thead>
        <tr>
          <th className={`${CELL} w-1/4 text-left font-medium`}>{t("voucher.memo")}</th>
          <th className={`${CELL} text-left font-medium`}>{t("voucher.subject")}</th>
          <th className={`${CELL} text-right font-medium`}>{t("voucher.debit")}</th>
          <th className={`${CELL} text-right font-medium`}>{t("voucher.credit")}</th>
        </tr>
      </thead>
      <tbody>
        {voucher.entries.map((entry, index) => (
          <tr key={entry.lineNo}>
            <td className={`${CELL} break-all`}>
              {index === 0 ? [summary, voucher.memo].filter(Boolean).join(" · ") : null}
            </td>
            <td className={CELL}>
              {entry.glCode} {nameOf(entry)}
              <br />
              <span className="text-muted text-xs">{entry.accountNo}</span>
            </td>
            <td className={`${CELL} text-right`}>{side(entry, "DEBIT")}</td>
            <td className={`${CELL} text-right`}>{side(entry, "CREDIT")}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        {voucher.totals.map((total) => (
          <tr key={total.asset} className="font-semibold">
            <td className={CELL} colSpan={2}>
              {t("voucher.total")} {total.asset}
            </td>
            <td className={`${CELL} text-right`}>
              <Amount amountMinor={total.amountMinor} asset={total.asset} />
            </td>
            <td className={`${CELL} text-right`}>
              <Amount amountMinor={total.amountMinor} asset={total.asset} />
            </td>
          </tr>
        ))}
      </tfoot>
    </table>
  );
}
