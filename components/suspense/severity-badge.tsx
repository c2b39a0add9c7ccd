import { useTranslations } from "next-intl";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import type { Severity } from "@/core/suspense/item";

const SEVERITY_TONES: Record<Severity, Tone> = {
  CRITICAL: "danger",
  HIGH: "warning",
  NORMAL: "info",
  LOW: "neutral",
};

/** How urgent an item is, by its service level. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  const enums = useTranslations("enums");
  return <StatusBadge tone={SEVERITY_TONES[severity]}>{enums(`severity.${severity}`)}</StatusBadge>;
}
