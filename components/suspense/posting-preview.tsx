import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CheckerRuleText } from "@/components/approval/checker-rule";
import { useRefusalText } from "@/components/refusal/use-refusal-text";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { PostingPreviewDto, Previewed } from "@/contracts/claim-views";
import { TAccounts } from "./t-accounts";

type PostingPreviewProps<Preview extends PostingPreviewDto> = {
  query: UseQueryResult<Previewed<Preview>>;
  /** Instead of a preview, while something is missing that it needs. */
  waiting?: ReactNode;
  /** What else it changes, as list items. */
  effects?: (preview: Preview) => ReactNode;
};

/** What a question would post, as the server plans it now, and who has to check it; or why it does not go. */
export function PostingPreview<Preview extends PostingPreviewDto>(props: PostingPreviewProps<Preview>) {
  const t = useTranslations("suspense");
  return (
    <section aria-live="polite" aria-busy={props.query.isFetching} aria-label={t("preview.title")}>
      <h3 className="mb-2 font-medium text-sm">{t("preview.title")}</h3>
      {props.waiting ? <p className="text-muted text-sm">{props.waiting}</p> : <Planned {...props} />}
    </section>
  );
}

function Planned<Preview extends PostingPreviewDto>({ query, effects }: PostingPreviewProps<Preview>) {
  const t = useTranslations("suspense");
  const common = useTranslations("common");
  const say = useRefusalText();
  const { data, isError, refetch } = query;
  if (isError) {
    const retry = (
      <Button size="sm" onClick={() => void refetch()}>
        {common("retry")}
      </Button>
    );
    return <Alert tone="danger" title={t("preview.failed")} actions={retry} />;
  }
  if (!data) return <Skeleton className="h-24 w-full" />;
  if (!data.ok) return <Alert tone="warning" title={say(data.refusal)} />;
  const { accounts, asset, rule } = data.preview;
  return (
    <div className="flex flex-col gap-3">
      <TAccounts accounts={accounts} asset={asset} label={t("voucher.title")} />
      <ul className="flex list-disc flex-col gap-0.5 pl-4 text-sm">
        {effects?.(data.preview)}
        <li>
          <CheckerRuleText rule={rule} />
        </li>
      </ul>
    </div>
  );
}
