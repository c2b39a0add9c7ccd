import { getTranslations } from "next-intl/server";
import { OUTCOME_TONES } from "@/components/batch/outcome-look";
import { Amount } from "@/components/money/amount";
import { ObjectLink } from "@/components/object/object-link";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { BatchDto, BatchRunDto, RunChangeDto } from "@/contracts/reconciliation-views";
import { MAX_RUN_CHANGES } from "@/server/queries/list-run-changes";

type RunChangesProps = { before: BatchRunDto; after: BatchDto; changes: readonly RunChangeDto[] };

/** What one run made of a key, beside what the other made of it. */
export async function RunChanges({ before, after, changes }: RunChangesProps) {
  const t = await getTranslations("reconciliation");
  const enums = await getTranslations("enums");
  const side = (key: "before" | "after", no: string): Column<RunChangeDto> => ({
    key,
    header: no,
    cell: (change) => <Side side={change[key]} asset={change.asset} />,
  });
  return (
    <Section
      title={t("changes.rows")}
      description={
        changes.length === MAX_RUN_CHANGES ? t("changes.capped", { count: MAX_RUN_CHANGES }) : t("changes.rowsText")
      }
      flush
    >
      <DataTable
        caption={t("changes.rows")}
        rows={changes}
        rowKey={(change) => `${change.itemKind} ${change.key} ${change.before?.outcome} ${change.after?.outcome}`}
        empty={<EmptyState kind="all-done" title={t("changes.none")} description={t("changes.noneText")} />}
        columns={[
          {
            key: "key",
            header: t("results.order"),
            rowHeader: true,
            cell: ({ orderNo, key }) =>
              orderNo ? <ObjectLink kind="order" no={orderNo} /> : <span className="tabular">{key}</span>,
          },
          { key: "kind", header: t("results.kind"), cell: ({ itemKind }) => enums(`itemKind.${itemKind}`) },
          side("before", before.batchNo),
          side("after", after.batchNo),
        ]}
      />
    </Section>
  );
}

async function Side({ side, asset }: { side: RunChangeDto["before"]; asset: string }) {
  const t = await getTranslations("reconciliation");
  const enums = await getTranslations("enums");
  if (!side) return <span className="text-muted">{t("changes.matched")}</span>;
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <StatusBadge tone={OUTCOME_TONES[side.outcome]}>{enums(`outcome.${side.outcome}`)}</StatusBadge>
      {side.deltaMinor === "0" ? null : <Amount amountMinor={side.deltaMinor} asset={asset} signed showAsset />}
    </span>
  );
}
