import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CheckerRuleText } from "@/components/approval/checker-rule";
import { PreviewedAnswer } from "@/components/refusal/previewed-answer";
import { Skeleton } from "@/components/ui/skeleton";
import type { Previewed } from "@/contracts/action-result";
import type { PostingPreviewDto } from "@/contracts/claim-views";
import { TAccounts } from "./t-accounts";

type PostingPreviewProps<Preview extends PostingPreviewDto> = {
  query: UseQueryResult<Previewed<Preview>>;
  /** Instead of a preview, while something is missing that it needs. */
  waiting?: ReactNode;
  /** What else it changes, as list items. */
  effects?: ((preview: Preview) => ReactNode) | undefined;
};

/** What a question would post, as the server plans it now, and who has to check it; or why it does not go. */
export function PostingPreview<Preview extends PostingPreviewDto>(props: PostingPreviewProps<Preview>) {
  const { query, waiting, effects } = props;
  const t = useTranslations("suspense");
  return (
    <section aria-live="polite" aria-busy={query.isFetching} aria-label={t("preview.title")}>
      <h3 className="mb-2 font-medium text-sm">{t("preview.title")}</h3>
      {waiting ? (
        <p className="text-muted text-sm">{waiting}</p>
      ) : (
        <PreviewedAnswer query={query} failed={t("preview.failed")} loading={<Skeleton className="h-24 w-full" />}>
          {(preview) => <Planned preview={preview} effects={effects} />}
        </PreviewedAnswer>
      )}
    </section>
  );
}

type PlannedProps<Preview extends PostingPreviewDto> = Pick<PostingPreviewProps<Preview>, "effects"> & {
  preview: Preview;
};

function Planned<Preview extends PostingPreviewDto>({ preview, effects }: PlannedProps<Preview>) {
  const t = useTranslations("suspense");
  const { accounts, asset, rule } = preview;
  return (
    <div className="flex flex-col gap-3">
      <TAccounts accounts={accounts} asset={asset} label={t("voucher.title")} />
      <ul className="flex list-disc flex-col gap-0.5 pl-4 text-sm">
        {effects?.(preview)}
        <li>
          <CheckerRuleText rule={rule} />
        </li>
      </ul>
    </div>
  );
}
