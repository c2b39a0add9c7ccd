import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { ActionRefusal } from "@/contracts/action-result";

/** Says a refusal in the reader's language by its code; one that no language knows yet is said in its own words. */
export function useRefusalText(): (refusal: ActionRefusal) => string {
  const t = useTranslations("refusals");
  return useCallback(
    ({ code, message, params }: ActionRefusal) => (t.has(code) ? t(code, { ...params }) : message),
    [t],
  );
}
