"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { CheckerRuleText } from "@/components/approval/checker-rule";
import { Day } from "@/components/money/date-time";
import { useRefusalText } from "@/components/refusal/use-refusal-text";
import { TAccounts } from "@/components/suspense/t-accounts";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { AdjustmentPreviewDto, AdjustmentPreviewResultDto } from "@/contracts/adjustment-views";

type AdjustmentPreviewProps = { isComplete: boolean; query: UseQueryResult<AdjustmentPreviewResultDto> };

/** The voucher as bookkeepers draw it, the day it would stand in, and who has to sign: as the server plans it now. */
export function AdjustmentPreview({ isComplete, query }: AdjustmentPreviewProps) {
  const t = useTranslations("adjustments");
  return (
    <section
      aria-live="polite"
      aria-busy={query.isFetching}
      aria-label={t("preview.title")}
      className="flex flex-col gap-3"
    >
      <h2 className="font-semibold text-base">{t("preview.title")}</h2>
      {isComplete ? <PreviewState query={query} /> : <p className="text-muted text-sm">{t("preview.incomplete")}</p>}
    </section>
  );
}

function PreviewState({ query: { data, isError, refetch } }: { query: UseQueryResult<AdjustmentPreviewResultDto> }) {
  const t = useTranslations("adjustments");
  const common = useTranslations("common");
  const say = useRefusalText();
  if (isError) {
    const retry = (
      <Button size="sm" onClick={() => void refetch()}>
        {common("retry")}
      </Button>
    );
    return <Alert tone="danger" title={t("preview.failed")} actions={retry} />;
  }
  if (!data) return <Skeleton className="h-32 w-full" />;
  if (!data.ok) return <Alert tone="warning" title={say(data.refusal)} />;
  return <Planned preview={data.preview} />;
}

function Planned({ preview }: { preview: AdjustmentPreviewDto }) {
  const t = useTranslations("adjustments");
  return (
    <>
      <Drawings drawings={preview.drawings} />
      <ul className="flex list-disc flex-col gap-1 pl-4 text-sm">
        <li>{t.rich("preview.day", { day: () => <Day on={preview.accountingOn} /> })}</li>
        <li>
          <CheckerRuleText rule={preview.rule} />
        </li>
        <li>{t("preview.exactly")}</li>
      </ul>
    </>
  );
}

/** One drawing for each asset; the asset is named where there are several. */
export function Drawings({ drawings }: { drawings: AdjustmentPreviewDto["drawings"] }) {
  const t = useTranslations("adjustments");
  return drawings.map(({ asset, accounts }) => (
    <div key={asset} className="flex flex-col gap-1">
      {drawings.length > 1 ? <h3 className="font-medium text-sm">{asset}</h3> : null}
      <TAccounts accounts={accounts} asset={asset} label={t("preview.voucherIn", { asset })} />
    </div>
  ));
}
