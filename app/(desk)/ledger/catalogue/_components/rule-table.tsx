import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { cn } from "@/components/ui/cn";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { useWords } from "@/components/voucher/use-words";
import type { RuleDto, RuleRowDto } from "@/contracts/catalogue-views";
import type { Side } from "@/core/ledger/chart";

const CELL = "px-3 py-1.5 align-top";
const HEAD = "h-7 px-3 font-medium text-muted text-xs";

/** A rule as bookkeepers write a voucher: debits first and to the left, credits set in; its example beside it. */
export function RuleTable({ rule }: { rule: RuleDto }) {
  const t = useTranslations("catalogue");
  const words = useWords();
  const label = t("tableOf", { name: words(rule.name) });
  return (
    <ScrollRegion label={label}>
      <table className="w-full min-w-[34rem] border-collapse text-sm">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr className="border-line border-b">
            <th scope="col" className={cn(HEAD, "text-left")}>
              {t("account")}
            </th>
            <th scope="col" className={cn(HEAD, "w-[24%] text-left")}>
              {t("takes")}
            </th>
            <th scope="col" className={cn(HEAD, "w-[15%] text-right")}>
              {t("exampleDebit")}
            </th>
            <th scope="col" className={cn(HEAD, "w-[15%] text-right")}>
              {t("exampleCredit")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rule.rows.map((row, index) => (
            // A rule's lines never change their order: a changed rule is another version.
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
            <RuleRow key={index} row={row} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function RuleRow({ row }: { row: RuleRowDto }) {
  const t = useTranslations("catalogue");
  const words = useWords();
  return (
    <tr className="border-line border-b last:border-b-0">
      <th scope="row" className={cn(CELL, "text-left font-normal", row.side === "CREDIT" && "pl-9")}>
        <span className="flex gap-2">
          <span className="text-muted">{t(`side.${row.side}`)}</span>
          <span>
            <span className="tabular">{row.glCode}</span> {words(row.subject)}{" "}
            {row.role ? <span className="whitespace-nowrap text-muted">· {words(row.role)}</span> : null}
          </span>
        </span>
      </th>
      <td className={CELL}>
        {row.amount ? words(row.amount) : <span className="text-muted">{t("open")}</span>}
        {row.asset ? <span className="text-muted"> · {words(row.asset)}</span> : null}
      </td>
      <ExampleCell row={row} side="DEBIT" />
      <ExampleCell row={row} side="CREDIT" />
    </tr>
  );
}

function ExampleCell({ row, side }: { row: RuleRowDto; side: Side }) {
  const { example } = row;
  const isShown = row.side === side;
  return (
    <td className={cn(CELL, "text-right text-muted")}>
      {isShown && example ? (
        <span className="inline-flex flex-col items-end">
          <Amount amountMinor={example.amountMinor} asset={example.asset} />
          {example.asset === "CNY" ? null : <span className="text-xs">{example.asset}</span>}
        </span>
      ) : isShown ? (
        "—"
      ) : null}
    </td>
  );
}
