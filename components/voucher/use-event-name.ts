import { useTranslations } from "next-intl";
import { useCallback } from "react";

/** What a posting event is called; an event that this build does not know yet shows its own code. */
export function useEventName(): (event: string) => string {
  const t = useTranslations("enums");
  return useCallback((event) => (t.has(`voucherEvent.${event}`) ? t(`voucherEvent.${event}`) : event), [t]);
}
