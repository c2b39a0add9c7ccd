"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

/** Says that only one group of similar items is shown, and ends that. */
export function GroupChip({ group, onClear }: { group: string | null; onClear: () => void }) {
  const t = useTranslations("bulk");
  if (group === null) return null;
  return (
    <Button size="sm" variant="ghost" onClick={onClear}>
      {t("groups.only")}
      <X aria-hidden />
    </Button>
  );
}
