import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { Amount } from "@/components/money/amount";
import { Alert } from "@/components/ui/alert";
import { Section } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DataTable } from "@/components/ui/data-table";
import type { BatchDto } from "@/contracts/reconciliation-views";
import { accountForFile } from "./account-for-file";

/** Matched + waiting + broken = the file, in lines and in money. */
export async function FileProof({ batch }: { batch: BatchDto }) {
  const t = await getTranslations("reconciliation");
  const format = await getFormatter();
  const { statement, asset } = batch;
  const { rows, total, isComplete, brokenOurs } = accountForFile(batch);
  return (
    <Section title={t("file.title")} description={t("file.description")} flush>
      <DataTable
        caption={t("file.title")}
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          {
            key: "what",
            header: t("file.what"),
            cell: (row) => (
              <Link href={`?group=${row.group}#results`} className="hover:underline">
                {t(`file.${row.key}`)}
              </Link>
            ),
            rowHeader: true,
            footer: t("file.total"),
          },
          {
            key: "count",
            header: t("file.count"),
            align: "end",
            cell: (row) => format.number(row.count),
            footer: format.number(total.count),
          },
          {
            key: "amount",
            header: t("file.amountIn", { assets: statement.assets.join(" + ") }),
            align: "end",
            cell: (row) => <Amount amountMinor={row.amountMinor} asset={asset} />,
            footer: <Amount amountMinor={total.amountMinor} asset={asset} />,
          },
        ]}
      />
      <div className="flex flex-col gap-2 border-line border-t px-4 py-3 text-sm">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="min-w-0 flex-1">
            {t("file.file")}{" "}
            <Link href={`/statements/${statement.statementNo}`} className="text-accent hover:underline">
              {t("file.statement", { no: statement.statementNo, version: statement.version })}
            </Link>
          </span>
          <span className="tabular">{format.number(statement.lines)}</span>
          <Amount amountMinor={statement.netMinor} asset={asset} className="min-w-28 text-right" />
        </p>
        <p className="flex items-center gap-1 text-muted text-xs">
          <span className="min-w-0 truncate font-mono">{t("file.sha", { hash: statement.fileSha256 })}</span>
          <CopyButton text={statement.fileSha256} what="SHA-256" />
        </p>
        <Alert tone={isComplete ? "success" : "danger"} title={t(isComplete ? "file.complete" : "file.incomplete")}>
          {t("file.beside", { waitingOurs: batch.waitingOurs, brokenOurs, released: batch.released })}
        </Alert>
      </div>
    </Section>
  );
}
