"use client";

import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { useRefusalText } from "@/components/refusal/use-refusal-text";
import { Button } from "@/components/ui/button";

type Run = { matched: number; open: number };
type MatchAgainProps = { account: string; matchable: number; action: ServerCommand<Run> };

/** Tries the open lines again, now that more of the channels' statements may be here. */
export function MatchAgain({ account, matchable, action }: MatchAgainProps) {
  const t = useTranslations("bank");
  const say = useRefusalText();
  const { run, pending, refusal } = useCommand(action);
  const [done, setDone] = useState<Run | null>(null);
  return (
    <div className="flex flex-wrap items-center justify-end gap-3">
      <span aria-live="polite" className="text-muted text-sm">
        {refusal ? say(refusal) : done ? t("again.done", { matched: done.matched, open: done.open }) : null}
      </span>
      <Button
        variant={matchable > 0 ? "primary" : "secondary"}
        pending={pending}
        onClick={async () => setDone(await run({ account }))}
      >
        <RefreshCw aria-hidden />
        {matchable > 0 ? t("again.some", { count: matchable }) : t("again.none")}
      </Button>
    </div>
  );
}
