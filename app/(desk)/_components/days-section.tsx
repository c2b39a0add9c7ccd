import { useFormatter, useTranslations } from "next-intl";
import { BoardSpan, DayBoard } from "@/components/batch/day-board";
import { Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { HomeDto } from "@/contracts/home-views";

type DaysSectionProps = { days: NonNullable<HomeDto["days"]>; mayRun: boolean };

/** Every channel's last days, and the newest batch of each. */
export function DaysSection({ days, mayRun }: DaysSectionProps) {
  const t = useTranslations("home");
  const words = useTranslations("reconciliation");
  const format = useFormatter();
  return (
    <>
      <section id="days" aria-label={t("days")} className="flex scroll-mt-16 flex-col gap-2">
        <h2 className="flex items-baseline gap-3 font-semibold text-base">
          {t("days")} <BoardSpan board={days.board} />
        </h2>
        <DayBoard board={days.board} mayRun={mayRun} />
      </section>
      <Section title={t("latest")} flush>
        <DataTable
          caption={t("latest")}
          rows={days.latest}
          rowKey={(batch) => batch.batchNo}
          empty={
            <EmptyState kind="nothing-yet" title={words("batches.none")} description={words("batches.noneText")} />
          }
          columns={[
            { key: "channel", header: words("field.channel"), rowHeader: true, cell: (batch) => batch.channelName },
            {
              key: "no",
              header: words("field.batchNo"),
              cell: (batch) => <ObjectLink kind="batch" no={batch.batchNo} />,
            },
            { key: "on", header: words("field.day"), cell: (batch) => <Day on={batch.statementOn} /> },
            {
              key: "balance",
              header: words("field.balance"),
              cell: (batch) => (
                <StatusBadge tone={batch.isBalanced ? "success" : "danger"}>
                  {words(batch.isBalanced ? "balanced" : "unbalanced")}
                </StatusBadge>
              ),
            },
            {
              key: "matched",
              header: words("field.matched"),
              align: "end",
              cell: (batch) => format.number(batch.matched),
            },
            {
              key: "waiting",
              header: words("field.waiting"),
              align: "end",
              cell: (batch) => format.number(batch.waitingOurs + batch.waitingChannel),
            },
            {
              key: "broken",
              header: words("field.broken"),
              align: "end",
              cell: (batch) => format.number(batch.broken),
            },
          ]}
        />
      </Section>
    </>
  );
}
