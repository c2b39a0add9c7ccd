"use client";

import { OctagonX } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ServerCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import { ReasonDialog } from "./reason-dialog";

/** The kill switch: one person, a reason, and nothing more is sent. */
export function StopDialog({ stop }: { stop: ServerCommand<unknown> }) {
  const t = useTranslations("money-out");
  return (
    <ReasonDialog
      trigger={
        <Button variant="danger">
          <OctagonX aria-hidden />
          {t("stop.button")}
        </Button>
      }
      title={t("stop.title")}
      description={t("stop.text")}
      label={t("stop.reason")}
      missing={t("reasonMissing")}
      submit={t("stop.submit")}
      variant="danger"
      command={stop}
      toInput={(reason) => ({ reason })}
      onDone={() => notify.success(t("stop.done"))}
    />
  );
}
