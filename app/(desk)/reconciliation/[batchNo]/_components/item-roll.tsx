import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/components/money/amount";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { BatchDto, ItemRollDto } from "@/contracts/reconciliation-views";

const STEPS = ["opening", "opened", "closed", "closing"] as const;

/** Opening + new − closed = closing, in items and in money, per direction. */
export async function ItemRoll({ batch }: { batch: BatchDto }) {
  const t = await getTranslations("reconciliation");
  const enums = await getTranslations("enums");
  return (
    <Section title={t("items.title")} description={t("items.description")} flush>
      <DataTable
        caption={t("items.title")}
        rows={batch.items}
        rowKey={(row) => `${row.asset} ${row.direction}`}
        empty={<EmptyState kind="all-done" title={t("items.none")} description={t("items.noneText")} />}
        columns={[
          {
            key: "direction",
            header: t("items.direction"),
            rowHeader: true,
            cell: (row) => (
              <Link
                href={`/suspense?channel=${batch.channel}&direction=${row.direction}`}
                className="text-accent hover:underline"
              >
                {enums(`direction.${row.direction}`)} {row.asset}
              </Link>
            ),
          },
          ...STEPS.map((step) => ({
            key: step,
            header: t(`items.${step}`),
            align: "end" as const,
            cell: (row: ItemRollDto) => <Step row={row} step={step} />,
          })),
        ]}
      />
    </Section>
  );
}

async function Step({ row, step }: { row: ItemRollDto; step: (typeof STEPS)[number] }) {
  const t = await getTranslations("reconciliation");
  const { count, amountMinor } = row[step];
  return (
    <span className="flex flex-col">
      <Amount amountMinor={amountMinor} asset={row.asset} />
      <span className="text-muted text-xs">{t("items.count", { count })}</span>
    </span>
  );
}
