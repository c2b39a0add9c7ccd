"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import { ActDialog } from "@/components/refusal/act-dialog";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import { DAY_REASON_CHARS } from "@/contracts/day-close";

type AskDialogProps = {
  trigger: string;
  /** Names the day as well: several of these buttons may stand in a list. */
  triggerLabel?: string | undefined;
  title: string;
  text: string;
  /** What a good reason says. */
  hint: string;
  now: string;
  done: (approvalNo: string) => string;
  ask: ServerCommand<{ approvalNo: string }>;
  /** What goes to the server besides the reason. */
  input: object;
  ghost?: boolean | undefined;
  children?: ReactNode;
};

/** Asks why, and files a request about a day that somebody else signs. */
export function AskDialog({ trigger, title, text, hint, now, done, ask, input, ...more }: AskDialogProps) {
  const { triggerLabel, ghost, children } = more;
  const t = useTranslations("day-close");
  const router = useRouter();
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const isMissing = reason.trim().length < 3;
  const toInput = () => {
    setAsked(true);
    if (!isMissing) return { ...input, reason };
    field.current?.focus();
    return null;
  };
  return (
    <ActDialog
      act={useCommand(ask)}
      toInput={toInput}
      trigger={
        <Button size="sm" variant={ghost ? "ghost" : "secondary"} aria-label={triggerLabel}>
          {trigger}
        </Button>
      }
      title={title}
      description={text}
      submit={now}
      variant="danger"
      onDone={({ approvalNo }) => {
        notify.success(done(approvalNo));
        router.refresh();
      }}
    >
      {children}
      <Field label={t("reason")} hint={hint} error={asked && isMissing ? t("reasonMissing") : undefined} required>
        <Textarea
          ref={field}
          value={reason}
          maxLength={DAY_REASON_CHARS}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
    </ActDialog>
  );
}
