"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
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
  const common = useTranslations("common");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const { run, pending, refusal, reset } = useCommand(ask);
  const isMissing = reason.trim().length < 3;
  const change = (next: boolean) => {
    if (next) reset();
    setOpen(next);
  };
  const send = async () => {
    setAsked(true);
    if (isMissing) return field.current?.focus();
    const answer = await run({ ...input, reason });
    if (!answer) return;
    notify.success(done(answer.approvalNo));
    setOpen(false);
    router.refresh();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button size="sm" variant={ghost ? "ghost" : "secondary"} aria-label={triggerLabel}>
          {trigger}
        </Button>
      }
      title={title}
      description={text}
      footer={
        <>
          <DialogClose>
            <Button disabled={pending}>{common("cancel")}</Button>
          </DialogClose>
          <Button variant="danger" pending={pending} onClick={() => void send()}>
            {now}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {children}
        {refusal ? <RefusalAlert refusal={refusal} /> : null}
        <Field label={t("reason")} hint={hint} error={asked && isMissing ? t("reasonMissing") : undefined} required>
          <Textarea
            ref={field}
            value={reason}
            maxLength={DAY_REASON_CHARS}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
      </div>
    </Dialog>
  );
}
