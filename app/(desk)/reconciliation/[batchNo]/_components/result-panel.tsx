"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { OUTCOME_TONES } from "@/components/batch/outcome-look";
import { SignLegend } from "@/components/batch/sign-legend";
import { Amount } from "@/components/money/amount";
import { Day } from "@/components/money/date-time";
import { LINK_CLASS, ObjectLink } from "@/components/object/object-link";
import { EvidenceTable } from "@/components/suspense/evidence-table";
import { Alert } from "@/components/ui/alert";
import { Badge, StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { FactGrid } from "@/components/ui/fact-grid";
import { PeekPanel } from "@/components/ui/peek-panel";
import { Skeleton } from "@/components/ui/skeleton";
import type { ResultDto } from "@/contracts/reconciliation-views";

type ResultPanelProps = { batchNo: string; id: string | null; onClose: () => void };

/** Order, channel line and ledger entry of one result side by side, and the suspense items that it led to. */
export function ResultPanel({ batchNo, id, onClose }: ResultPanelProps) {
  const t = useTranslations("reconciliation");
  const enums = useTranslations("enums");
  const query = useQuery({ ...resultOptions(batchNo, id ?? ""), enabled: id !== null });
  const result = query.data ?? null;
  return (
    <PeekPanel
      open={id !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={<span className="tabular">{result ? nameOf(result) : ""}</span>}
      description={
        result ? (
          <span className="flex flex-wrap items-center gap-1.5 pt-1">
            <StatusBadge tone={OUTCOME_TONES[result.row.outcome]}>{enums(`outcome.${result.row.outcome}`)}</StatusBadge>
            {result.row.isReleased ? <Badge>{t("released")}</Badge> : null}
            {enums(`itemKind.${result.row.itemKind}`)}
          </span>
        ) : null
      }
      keepFocus
      width="wide"
    >
      {query.isError ? <Alert tone="danger" urgent title={t("result.failed")} /> : null}
      {query.isPending && id !== null ? <Skeleton className="h-52 w-full" /> : null}
      {result ? <ResultBody result={result} /> : null}
    </PeekPanel>
  );
}

function ResultBody({ result: { row, evidence, items } }: { result: ResultDto }) {
  const t = useTranslations("reconciliation");
  const isWaiting = row.outcome === "BUFFERED_OURS" || row.outcome === "BUFFERED_CHANNEL";
  return (
    <div className="flex flex-col gap-section">
      {isWaiting ? <Alert tone="neutral" title={t("result.waiting", { since: row.waitsSince })} /> : null}
      {row.isSuperseded ? <Alert tone="neutral" title={t("results.decidedLater")} /> : null}
      <EvidenceTable evidence={evidence} />
      <Section title={t("result.facts")} actions={<SignLegend />}>
        <FactGrid
          className="grid-cols-2 sm:grid-cols-3"
          facts={[
            {
              key: "delta",
              label: t("results.delta"),
              value: <Amount amountMinor={row.deltaMinor} asset={row.asset} signed showAsset />,
            },
            {
              key: "fee",
              label: t("results.feeDelta"),
              value: <Amount amountMinor={row.feeDeltaMinor} asset={row.asset} signed showAsset />,
            },
            { key: "since", label: t("results.since"), value: <Day on={row.waitsSince} /> },
            {
              key: "order",
              label: t("results.orderPage"),
              value: row.orderNo && <ObjectLink kind="order" no={row.orderNo} />,
            },
            {
              key: "line",
              label: t("results.line"),
              value: evidence.line && (
                <Link
                  href={`/statements/${evidence.line.statementNo}?q=${encodeURIComponent(evidence.line.no)}`}
                  className={LINK_CLASS}
                >
                  {t("results.lineOn", { line: evidence.line.lineNo, on: evidence.line.on })}
                </Link>
              ),
            },
            {
              key: "items",
              label: t("results.item"),
              value: items.length > 0 ? <Items items={items} /> : null,
            },
          ]}
        />
      </Section>
    </div>
  );
}

function Items({ items }: Pick<ResultDto, "items">) {
  const enums = useTranslations("enums");
  return (
    <ul>
      {items.map(({ itemNo, status }) => (
        <li key={itemNo} className="flex flex-wrap gap-x-2">
          <ObjectLink kind="suspense" no={itemNo} />
          <span className="text-muted text-xs">{enums(`suspenseStatus.${status}`)}</span>
        </li>
      ))}
    </ul>
  );
}

function nameOf({ row }: ResultDto): string {
  return row.refundNo ?? row.orderNo ?? row.channelTradeNo ?? "";
}

function resultOptions(batchNo: string, id: string) {
  return queryOptions({
    queryKey: ["batch-result", batchNo, id] as const,
    queryFn: async ({ signal }): Promise<ResultDto | null> => {
      const response = await fetch(`/api/batches/${batchNo}/results/${encodeURIComponent(id)}`, { signal });
      if (response.status === 404) return null;
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      // The route's own types made this; both ends are the same build.
      return (await response.json()) as ResultDto;
    },
  });
}
