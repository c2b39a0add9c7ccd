"use client";

import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { ButtonLink } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { Skeleton } from "@/components/ui/skeleton";
import type { DifferenceSumDto, StatementDifferenceDto } from "@/contracts/statement-difference";
import type { MoneyDto } from "@/contracts/wire";
import { DifferenceRows } from "./difference-rows";

/** What this version changed of the one before it: sums of what was added, removed and changed, then line by line. */
export function VersionDifference({ statementNo, version }: { statementNo: string; version: number }) {
  const t = useTranslations("statements");
  const { data } = useQuery({
    queryKey: ["statement-difference", statementNo],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<StatementDifferenceDto> => {
      const response = await fetch(`/api/statements/${encodeURIComponent(statementNo)}/difference`, { signal });
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      // The route's own types made this; both ends are the same build.
      return (await response.json()) as StatementDifferenceDto;
    },
  });
  return (
    <Section
      title={t("difference.title", { version: version - 1 })}
      description={data?.count === 0 ? t("difference.none") : t("difference.description")}
      actions={
        data && data.count > 0 ? (
          <ButtonLink size="sm" href={`/api/statements/${statementNo}/difference/csv`} prefetch={false} download>
            <Download aria-hidden />
            {t("difference.download")}
          </ButtonLink>
        ) : null
      }
      flush
    >
      {data === undefined ? <Skeleton className="m-4 h-24" /> : null}
      {data ? <DifferenceSums sums={data.sums} /> : null}
      {data && data.rows.length > 0 ? <DifferenceRows difference={data} /> : null}
    </Section>
  );
}

function DifferenceSums({ sums }: { sums: readonly DifferenceSumDto[] }) {
  const t = useTranslations("statements");
  const format = useFormatter();
  return (
    <DataTable
      caption={t("difference.sums")}
      rows={sums}
      rowKey={(sum) => sum.kind}
      columns={[
        { key: "kind", header: t("totals.what"), cell: (sum) => t(`difference.kind.${sum.kind}`), rowHeader: true },
        { key: "count", header: t("totals.count"), cell: (sum) => format.number(sum.count), align: "end" },
        { key: "amount", header: t("difference.amount"), cell: (sum) => <Moneys moneys={sum.amounts} />, align: "end" },
        { key: "fee", header: t("difference.fee"), cell: (sum) => <Moneys moneys={sum.fees} />, align: "end" },
      ]}
    />
  );
}

function Moneys({ moneys }: { moneys: readonly MoneyDto[] }) {
  if (moneys.length === 0) return "—";
  return (
    <ul>
      {moneys.map(({ amountMinor, asset }) => (
        <li key={asset}>
          <Amount amountMinor={amountMinor} asset={asset} showAsset />
        </li>
      ))}
    </ul>
  );
}
