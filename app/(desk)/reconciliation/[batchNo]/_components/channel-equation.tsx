import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { Amount } from "@/components/money/amount";
import { Alert } from "@/components/ui/alert";
import { Section } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import type { BatchDto, EquationDto } from "@/contracts/reconciliation-views";
import { formatAmount } from "@/core/money/format-money";

const TERMS = [
  { key: "statementNet", sign: "", of: "statementNetMinor" },
  { key: "remitted", sign: "−", of: "remittedMinor" },
  { key: "bufferedOurs", sign: "+", of: "bufferedOursMinor" },
  { key: "bufferedChannel", sign: "−", of: "bufferedChannelMinor" },
  { key: "right", sign: "=", of: "rightMinor" },
  { key: "receivable", sign: "", of: "receivableMinor" },
  { key: "difference", sign: "", of: "differenceMinor" },
] as const satisfies readonly { key: string; sign: string; of: keyof EquationDto }[];
type Term = (typeof TERMS)[number];

/** What the channel owes by its files, term by term, beside what the books say that it owes. */
export async function ChannelEquation({ batch }: { batch: BatchDto }) {
  const t = await getTranslations("reconciliation");
  const { equations } = batch;
  const [main] = equations;
  return (
    <Section title={t("equation.title")} description={t("equation.description")} flush>
      {main ? (
        <DataTable
          caption={t("equation.title")}
          rows={TERMS}
          rowKey={(term) => term.key}
          columns={[
            {
              key: "term",
              header: t("equation.term"),
              rowHeader: true,
              cell: (term) => <TermName term={term} accountNo={`1122-${batch.channel}`} />,
            },
            ...equations.map(
              (equation): Column<Term> => ({
                key: equation.asset,
                header: equation.asset,
                align: "end",
                cell: (term) => (
                  <Amount
                    amountMinor={equation[term.of]}
                    asset={equation.asset}
                    className={term.key === "right" ? "font-medium" : ""}
                  />
                ),
              }),
            ),
          ]}
        />
      ) : (
        <p className="p-card text-muted text-sm">{t("equation.none")}</p>
      )}
      {main ? <Verdict equations={equations} /> : null}
    </Section>
  );
}

async function TermName({ term, accountNo }: { term: Term; accountNo: string }) {
  const t = await getTranslations("reconciliation");
  const name = t(`equation.${term.key}`);
  return (
    <span className={term.key === "right" ? "font-medium" : ""}>
      <span aria-hidden className="tabular inline-block w-4 text-muted">
        {term.sign}
      </span>
      {term.key === "receivable" ? (
        <Link href={`/ledger/accounts/${accountNo}`} className="text-accent hover:underline">
          {name}
        </Link>
      ) : (
        name
      )}
    </span>
  );
}

async function Verdict({ equations }: { equations: readonly EquationDto[] }) {
  const t = await getTranslations("reconciliation");
  const locale = await getLocale();
  const say = ({ asset, differenceMinor, receivableMinor }: EquationDto) => {
    const isBalanced = differenceMinor === "0";
    const amount = formatAmount(BigInt(isBalanced ? receivableMinor : differenceMinor), asset, locale);
    return t(isBalanced ? "equation.balanced" : "equation.unbalanced", { amount, asset });
  };
  const isBalanced = equations.every((equation) => equation.differenceMinor === "0");
  return (
    <div className="border-line border-t p-3">
      <Alert tone={isBalanced ? "success" : "danger"} title={equations.map(say).join(" ")} />
    </div>
  );
}
