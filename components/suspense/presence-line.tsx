"use client";

import { Eye } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";

/** "Li Na and Chen Jie are looking at this": it blocks nobody, and takes no room while there is nobody. */
export function PresenceLine({ others }: { others: readonly string[] }) {
  const t = useTranslations("suspense");
  const format = useFormatter();
  return (
    <p role="status" className={others.length === 0 ? "sr-only" : "flex items-center gap-1.5 text-muted text-xs"}>
      {others.length === 0 ? null : (
        <>
          <Eye aria-hidden className="size-3.5" />
          {t("presence", { names: format.list([...others]), count: others.length })}
        </>
      )}
    </p>
  );
}
