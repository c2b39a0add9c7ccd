"use client";

import { MessageCircleQuestion } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";

type AskChannelProps = { outNo: string; ask: ServerCommand<unknown> };

/** Has the channel asked at once about an attempt of which nobody knows what became; asking changes nothing there. */
export function AskChannel({ outNo, ask }: AskChannelProps) {
  const t = useTranslations("attempts");
  const router = useRouter();
  const { run, pending, refusal } = useCommand(ask);
  const send = async () => {
    if ((await run({ outNo })) === null) return;
    notify.success(t("asked", { outNo }));
    router.refresh();
  };
  return (
    <span className="flex flex-col items-start gap-2">
      <Button size="sm" pending={pending} onClick={() => void send()}>
        <MessageCircleQuestion aria-hidden />
        {t("askNow")}
      </Button>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
    </span>
  );
}
