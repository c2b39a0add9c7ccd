import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRefusalText } from "@/components/refusal/use-refusal-text";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { PreviewResultDto } from "@/contracts/suspense-views";
import { ResolutionPreview } from "./resolution-preview";

type ChoicePreviewProps = { isComplete: boolean; query: UseQueryResult<PreviewResultDto> };

/** What the choice would post, as the server plans it now; or why it does not fit. */
export function ChoicePreview({ isComplete, query }: ChoicePreviewProps) {
  const t = useTranslations("suspense");
  return (
    <section aria-live="polite" aria-busy={query.isFetching} aria-label={t("preview.title")}>
      <h3 className="mb-2 font-medium text-sm">{t("preview.title")}</h3>
      {isComplete ? <PreviewState query={query} /> : <p className="text-muted text-sm">{t("preview.incomplete")}</p>}
    </section>
  );
}

function PreviewState({ query }: { query: UseQueryResult<PreviewResultDto> }) {
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
  if (!data) {
    return (
      <div className="flex flex-col gap-3">
        <Skeleton className="h-20 w-full" />
        <Skeleton className="h-4 w-2/3" />
      </div>
    );
  }
  if (!data.ok) return <Alert tone="warning" title={say(data.refusal)} />;
  return <ResolutionPreview preview={data.preview} />;
}
