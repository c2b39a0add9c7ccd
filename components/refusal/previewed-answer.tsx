import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { Previewed } from "@/contracts/action-result";
import { useRefusalText } from "./use-refusal-text";

type PreviewedAnswerProps<Preview> = {
  query: UseQueryResult<Previewed<Preview>>;
  /** Said when the server could not be asked. */
  failed: string;
  /** Stands for the preview until the server has answered. */
  loading: ReactNode;
  children: (preview: Preview) => ReactNode;
};

/** What the server plans for a question that is not sent yet; or why it would refuse it, or that it could not be asked. */
export function PreviewedAnswer<Preview>({ query, failed, loading, children }: PreviewedAnswerProps<Preview>) {
  const common = useTranslations("common");
  const say = useRefusalText();
  const { data, isError, refetch } = query;
  if (isError) {
    const retry = (
      <Button size="sm" onClick={() => void refetch()}>
        {common("retry")}
      </Button>
    );
    return <Alert tone="danger" title={failed} actions={retry} />;
  }
  if (!data) return loading;
  return data.ok ? children(data.preview) : <Alert tone="warning" title={say(data.refusal)} />;
}
