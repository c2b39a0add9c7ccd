import { CircleAlert, CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import type { EvidenceState } from "@/core/suspense/evidence";

/** What the playbook wants to see beside the item before it goes to a checker, and whether it is there. */
export function EvidenceNeeds({ evidence }: { evidence: readonly EvidenceState[] }) {
  const t = useTranslations("suspense");
  return (
    <ul aria-label={t("evidenceNeed.title")} className="flex flex-col gap-1 text-sm">
      {evidence.map(({ need, isMet }) => (
        <li key={need} className="flex items-start gap-1.5">
          {isMet ? (
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
          ) : (
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
          )}
          <span>{t(`evidenceNeed.${isMet ? "met" : "missing"}.${need}`)}</span>
        </li>
      ))}
    </ul>
  );
}
