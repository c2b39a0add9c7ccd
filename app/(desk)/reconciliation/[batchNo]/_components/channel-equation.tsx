import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { AdditionTable, type AdditionTerm } from "@/components/money/addition-table";
import { Amount } from "@/components/money/amount";
import { Alert } from "@/components/ui/alert";
import { Section } from "@/components/ui/card";
import type { BatchDto, EquationDto, ProofTerm } from "@/contracts/reconciliation-views";
import { formatAmount } from "@/core/money/format-money";

type TermPlan = {
  key: string;
  sign: AdditionTerm["sign"];
  of: keyof EquationDto;
  isSum?: true;
  /** Where the rows behind it are: beside the equation, among the results, or in the ledger. */
  rows?: ProofTerm | "waitingOurs" | "waitingChannel" | "account";
};

const TERMS: readonly TermPlan[] = [
  { key: "statementNet", sign: "", of: "statementNetMinor", rows: "statements" },
  { key: "remitted", sign: "−", of: "remittedMinor", rows: "remitted" },
  { key: "owed", sign: "=", of: "owedMinor", isSum: true },
  { key: "waitingOurs", sign: "+", of: "waitingOursMinor", rows: "waitingOurs" },
  { key: "notDue", sign: "+", of: "notDueMinor", rows: "notDue" },
  { key: "bufferedChannel", sign: "−", of: "bufferedChannelMinor", rows: "waitingChannel" },
  { key: "right", sign: "=", of: "rightMinor", isSum: true },
  { key: "receivable", sign: "−", of: "receivableMinor", rows: "account" },
  { key: "difference", sign: "=", of: "differenceMinor", isSum: true },
];

/** "The books follow the channel" as an addition that a person can check to the cent; every term leads to its rows. */
export async function ChannelEquation({ batch }: { batch: BatchDto }) {
  const t = await getTranslations("reconciliation");
  const { equations } = batch;
  const terms = TERMS.map(({ key, sign, of, isSum, rows }): AdditionTerm => {
    const href = rows ? hrefOf(batch, rows) : null;
    const name = t(`equation.${key}`);
    return {
      key,
      sign,
      isSum: isSum ?? false,
      name: href ? (
        <Link href={href} scroll={false} className="text-accent hover:underline">
          {name}
        </Link>
      ) : (
        name
      ),
      hint: rows
        ? t(`equation.hint.${key}`, {
            days: batch.reconciledDays,
            ours: batch.lastOfRun.waitingOurs,
            channel: batch.lastOfRun.waitingChannel,
          })
        : null,
      amountOf: (asset) => (
        <Amount amountMinor={equations.find((each) => each.asset === asset)?.[of] ?? "0"} asset={asset} />
      ),
    };
  });
  return (
    <Section title={t("equation.title")} description={t("equation.description")} flush>
      {equations.length > 0 ? (
        <>
          <AdditionTable
            caption={t("equation.title")}
            termHeader={t("equation.term")}
            assets={equations.map(({ asset }) => asset)}
            terms={terms}
          />
          <Verdict equations={equations} />
        </>
      ) : (
        <p className="p-card text-muted text-sm">{t("equation.none")}</p>
      )}
    </Section>
  );
}

function hrefOf({ batchNo, channel, lastOfRun }: BatchDto, rows: NonNullable<TermPlan["rows"]>): string {
  const results = lastOfRun.batchNo === batchNo ? "" : `/reconciliation/${lastOfRun.batchNo}`;
  switch (rows) {
    case "account":
      return `/ledger/accounts/1122-${channel}`;
    case "waitingOurs":
      return `${results}?group=waiting&outcome=BUFFERED_OURS#results`;
    case "waitingChannel":
      return `${results}?group=waiting&outcome=BUFFERED_CHANNEL#results`;
    case "statements":
    case "remitted":
    case "notDue":
      return `/reconciliation/${batchNo}/proof?term=${rows}`;
  }
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
      <Alert tone={isBalanced ? "success" : "danger"} title={equations.map(say).join(" ")}>
        {t("equation.breaksInside")}
      </Alert>
    </div>
  );
}
