import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { DateTime, Day } from "@/components/money/date-time";
import { LINK_CLASS, ObjectLink } from "@/components/object/object-link";
import { ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { MappingRowDto } from "@/contracts/mapping-views";

/** Every channel with a mapping: which version reads its next file, and what waits for a checker. */
export function MappingTable({ mappings }: { mappings: readonly MappingRowDto[] }) {
  const t = useTranslations("mappings");
  const format = useFormatter();
  return (
    <DataTable
      caption={t("title")}
      rows={mappings}
      rowKey={(row) => row.channel}
      empty={
        <EmptyState
          kind="nothing-yet"
          title={t("none")}
          description={t("noneText")}
          action={<ButtonLink href="/channels">{t("channels")}</ButtonLink>}
        />
      }
      columns={[
        {
          key: "channel",
          header: t("column.channel"),
          rowHeader: true,
          cell: (row) => (
            <Link href={`/statements/mappings/${row.channel}`} className={LINK_CLASS}>
              {row.name}
            </Link>
          ),
        },
        {
          key: "version",
          header: t("column.version"),
          cell: (row) => (row.version === null ? t("noVersion") : t("version", { version: row.version })),
        },
        {
          key: "at",
          header: t("column.approvedAt"),
          cell: (row) => (row.approvedAt ? <DateTime at={row.approvedAt} /> : "—"),
        },
        { key: "by", header: t("column.madeBy"), cell: (row) => row.madeBy ?? "—" },
        {
          key: "waiting",
          header: t("column.waiting"),
          cell: (row) => (row.waitingNo ? <ObjectLink kind="approval" no={row.waitingNo} /> : "—"),
        },
        {
          key: "statements",
          header: t("column.statements"),
          align: "end",
          cell: (row) => format.number(row.statements),
        },
        {
          key: "last",
          header: t("column.lastReadOn"),
          cell: (row) => (row.lastReadOn ? <Day on={row.lastReadOn} /> : "—"),
        },
      ]}
    />
  );
}
