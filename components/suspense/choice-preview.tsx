import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PreviewedAnswer } from "@/components/refusal/previewed-answer";
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
      {isComplete ? (
        <PreviewedAnswer query={query} failed={t("preview.failed")} loading={<Loading />}>
          {(preview) => <ResolutionPreview preview={preview} />}
        </PreviewedAnswer>
      ) : (
        <p className="text-muted text-sm">{t("preview.incomplete")}</p>
      )}
    </section>
  );
}

function Loading() {
  return (
    <div className="flex flex-col gap-3">
      <Skeleton className="h-20 w-full" />
      <Skeleton className="h-4 w-2/3" />
    </div>
  );
}
