import type { UseQueryResult } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { CheckerRuleText } from "@/components/approval/checker-rule";
import { PreviewedAnswer } from "@/components/refusal/previewed-answer";
import { Alert } from "@/components/ui/alert";
import { Skeleton } from "@/components/ui/skeleton";
import type { Previewed } from "@/contracts/action-result";
import type { PayingChannelDto, PayoutPreviewDto } from "@/contracts/payout-views";
import { formatAmount } from "@/core/money/format-money";
import { LookItems } from "./look-items";

type PayoutPreviewProps = {
  query: UseQueryResult<Previewed<PayoutPreviewDto>>;
  asset: string;
  /** Of which the preview names one by its code. */
  channels: readonly PayingChannelDto[];
  isWaiting: boolean;
};

/** Whether it leaves at once, or who has to look at it and why; or why it does not go. */
export function PayoutPreview({ query, asset, channels, isWaiting }: PayoutPreviewProps) {
  const t = useTranslations("payouts");
  return (
    <section aria-live="polite" aria-busy={query.isFetching} aria-label={t("ask.preview")}>
      {isWaiting ? (
        <p className="text-muted text-sm">{t("ask.previewWaits")}</p>
      ) : (
        <PreviewedAnswer query={query} failed={t("ask.previewFailed")} loading={<Skeleton className="h-16 w-full" />}>
          {(preview) => <Foretold preview={preview} asset={asset} channels={channels} />}
        </PreviewedAnswer>
      )}
    </section>
  );
}

type ForetoldProps = Pick<PayoutPreviewProps, "asset" | "channels"> & { preview: PayoutPreviewDto };

function Foretold({ preview, asset, channels }: ForetoldProps) {
  const t = useTranslations("payouts");
  const locale = useLocale();
  const left = `${formatAmount(BigInt(preview.leftMinor), asset, locale)} ${asset}`;
  if (preview.rule === null) {
    const channel = channels.find(({ no }) => no === preview.channel)?.name ?? preview.channel;
    return (
      <Alert tone="success" title={t("ask.atOnce", { channel })}>
        {t("ask.left", { left })}
      </Alert>
    );
  }
  return (
    <Alert tone="warning" title={t("ask.needsLook")}>
      <ul className="flex list-disc flex-col gap-0.5 pl-4">
        <LookItems looks={preview.looks} twinNos={preview.twinNos} />
        <li>
          <CheckerRuleText rule={preview.rule} />
        </li>
      </ul>
    </Alert>
  );
}
