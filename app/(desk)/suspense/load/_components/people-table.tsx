import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { LINK_CLASS } from "@/components/object/object-link";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { PersonLoadDto } from "@/contracts/load-views";

type PeopleTableProps = { people: readonly PersonLoadDto[]; today: string; team: string | null };

/** Who has how much; of a team also what waits for somebody to take it on. */
export function PeopleTable({ people, today, team }: PeopleTableProps) {
  const t = useTranslations("suspense");
  return (
    <Card flush>
      <DataTable
        caption={t("load.people")}
        columns={useColumns(today, team)}
        rows={people}
        rowKey={({ person }) => person?.login ?? "-"}
        empty={<EmptyState kind="all-done" title={t("load.nobody")} description={t("load.nobodyText")} />}
      />
    </Card>
  );
}

function useColumns(today: string, team: string | null): Column<PersonLoadDto>[] {
  const t = useTranslations("suspense");
  const counted = (
    key: "open" | "overdue" | "snoozed" | "doneToday",
    query: Record<string, string>,
    tone = "",
  ): Column<PersonLoadDto> => ({
    key,
    header: t(`load.column.${key}`),
    align: "end",
    cell: (row) => <Counted count={row[key]} query={{ ...queryOf(row, team), ...query }} className={tone} />,
  });
  return [
    {
      key: "person",
      header: t("load.column.person"),
      rowHeader: true,
      cell: ({ person }) => (
        <span className="flex flex-wrap items-center gap-2">
          {person ? person.name : <span className="text-muted">{t(team ? "load.teamQueue" : "load.unassigned")}</span>}
          {person?.awayUntil ? <Badge tone="warning">{t("away", { until: person.awayUntil })}</Badge> : null}
        </span>
      ),
    },
    counted("open", {}),
    counted("overdue", { overdue: "1" }, "font-semibold text-danger"),
    counted("snoozed", { status: "snoozed" }),
    counted("doneToday", { status: "resolved", closedOn: today }),
  ];
}

function queryOf({ person }: PersonLoadDto, team: string | null): Record<string, string> {
  if (person) return { assignee: person.login };
  return team === null ? { assignee: "-" } : { assignee: "-", team };
}

type CountedProps = { count: number; query: Record<string, string>; className: string };

function Counted({ count, query, className }: CountedProps) {
  const format = useFormatter();
  if (count === 0) return <span className="text-faint">0</span>;
  return (
    <Link href={`/suspense?${new URLSearchParams(query)}`} prefetch={false} className={cn(LINK_CLASS, className)}>
      {format.number(count)}
    </Link>
  );
}
