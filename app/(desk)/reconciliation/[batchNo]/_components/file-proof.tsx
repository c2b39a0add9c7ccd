import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { AdditionTable, type AdditionTerm } from "@/components/money/addition-table";
import { Amount } from "@/components/money/amount";
import { Alert } from "@/components/ui/alert";
import { Section } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import type { BatchDto } from "@/contracts/reconciliation-views";
import { accountForFile, type FileAccount } from "./account-for-file";

/** Matched + waiting + broken = the file, in lines and in money of every asset. */
export async function FileProof({ batch }: { batch: BatchDto }) {
  const t = await getTranslations("reconciliation");
  const format = await getFormatter();
  const { statement } = batch;
  const account = accountForFile(batch);
  const { isComplete, brokenOurs } = account;
  const line = (key: string, sign: AdditionTerm["sign"], count: number, minorOf: FileAccount["total"]) => ({
    key,
    sign,
    count: format.number(count),
    amountOf: (asset: string) => <Amount amountMinor={minorOf.get(asset) ?? 0n} asset={asset} />,
  });
  return (
    <Section title={t("file.title")} description={t("file.description")} flush>
      <AdditionTable
        caption={t("file.title")}
        termHeader={t("file.what")}
        countHeader={t("file.count")}
        assets={account.assets}
        terms={[
          ...account.rows.map((row, index) => ({
            ...line(row.key, index === 0 ? "" : "+", row.count, row.minorOf),
            name: (
              <Link href={`?group=${row.key}#results`} scroll={false} className="text-accent hover:underline">
                {t(`file.${row.key}`)}
              </Link>
            ),
          })),
          { ...line("total", "=", account.totalCount, account.total), name: t("file.total"), isSum: true },
          {
            ...line("file", "", statement.lines, account.file),
            name: (
              <>
                {t("file.file")}{" "}
                <Link href={`/statements/${statement.statementNo}`} className="text-accent hover:underline">
                  {t("file.statement", { no: statement.statementNo, version: statement.version })}
                </Link>
              </>
            ),
          },
        ]}
      />
      <div className="flex flex-col gap-2 border-line border-t px-4 py-3 text-sm">
        <Alert tone={isComplete ? "success" : "danger"} title={t(isComplete ? "file.complete" : "file.incomplete")}>
          {t("file.beside", { waitingOurs: batch.waitingOurs, brokenOurs, released: batch.released })}
        </Alert>
        <p className="flex items-center gap-1 text-muted text-xs">
          <span className="min-w-0 truncate font-mono">{t("file.sha", { hash: statement.fileSha256 })}</span>
          <CopyButton text={statement.fileSha256} what="SHA-256" />
        </p>
      </div>
    </Section>
  );
}
