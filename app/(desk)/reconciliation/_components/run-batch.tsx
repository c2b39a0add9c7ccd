"use client";

import { Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { Button } from "@/components/ui/button";

const NOTHING_CHOSEN = ":";

/** Opens the board's dialog for any day: it is in the address (`?run=channel:day`), so that links open it as well. */
export function RunBatch() {
  const t = useTranslations("reconciliation");
  const [, setAsked] = useQueryState("run", parseAsString);
  return (
    <Button onClick={() => setAsked(NOTHING_CHOSEN)}>
      <Play aria-hidden />
      {t("run.open")}
    </Button>
  );
}
