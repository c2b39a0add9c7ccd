"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { CheckerRuleText } from "@/components/approval/checker-rule";
import { Day } from "@/components/money/date-time";
import { PreviewedAnswer } from "@/components/refusal/previewed-answer";
import { TAccounts } from "@/components/suspense/t-accounts";
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
      {isComplete ? (
        <PreviewedAnswer query={query} failed={t("preview.failed")} loading={<Skeleton className="h-32 w-full" />}>
          {(preview) => <Planned preview={preview} />}
        </PreviewedAnswer>
      ) : (
        <p className="text-muted text-sm">{t("preview.incomplete")}</p>
      )}
    </section>
  );
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
