import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import { LINK_CLASS, ObjectLink } from "@/components/object/object-link";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { FactGrid } from "@/components/ui/fact-grid";
import type { CountedDto, DayDto } from "@/contracts/board-views";

/** The newest run of the day in a few figures, each leading to its rows. */
export function DayBatch({ day: { batch, cell, runs } }: { day: DayDto }) {
  const t = useTranslations("reconciliation");
  if (!batch) return null;
  const rows = `/reconciliation/${batch.batchNo}`;
  return (
    <Section title={t("day.batch")}>
      <FactGrid
        className="grid-cols-2"
        facts={[
          { key: "no", label: t("field.batchNo"), value: <ObjectLink kind="batch" no={batch.batchNo} /> },
          {
            key: "books",
            label: t("field.balance"),
            value: (
              <StatusBadge tone={batch.isBalanced ? "success" : "danger"}>
                {t(batch.isBalanced ? "balanced" : "unbalanced")}
              </StatusBadge>
            ),
          },
          {
            key: "lines",
            label: t("board.show.lines"),
            value: <Counted of={cell.lines} href={`${rows}?view=matched#results`} />,
          },
          {
            key: "waiting",
            label: t("field.waiting"),
            value: <Counted of={cell.waiting} href={`${rows}?view=waiting#results`} />,
          },
          { key: "at", label: t("field.runAt"), value: <DateTime at={batch.runAt} /> },
          {
            key: "by",
            label: t("field.runBy"),
            value: `${batch.runBy ?? t("system")} · ${t("day.runs", { count: runs })}`,
          },
        ]}
      />
    </Section>
  );
}

function Counted({ of, href }: { of: CountedDto; href: string }) {
  const format = useFormatter();
  if (of.count === 0) return "0";
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <Link href={href} prefetch={false} className={LINK_CLASS}>
        <span className="tabular">{format.number(of.count)}</span>
      </Link>
      {of.sums.map(({ amountMinor, asset }) => (
        <Amount key={asset} amountMinor={amountMinor} asset={asset} showAsset className="text-muted" />
      ))}
    </span>
  );
}
