"use client";

import { type ReactElement, type ReactNode, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Form } from "@/components/ui/form";
import { RefusalAlert } from "./refusal-alert";
import type { UseCommand } from "./use-command";

type ActDialogProps<Output> = {
  trigger: ReactElement<Record<string, unknown>>;
  title: ReactNode;
  description: ReactNode;
  /** The intent; whoever lets people change what is sent resets it with each change. */
  act: UseCommand<Output>;
  /** What is sent, or null while something is missing, which the fields then say. */
  toInput: () => object | null;
  submit: ReactNode;
  /** What is going on meanwhile, for what may take long. */
  pendingText?: string | undefined;
  variant?: "primary" | "danger" | undefined;
  disabled?: boolean | undefined;
  /** It has happened; the dialog closes. */
  onDone: (output: Output) => void;
  /** It was refused; the dialog stays and says why. */
  onRefused?: (() => void) | undefined;
  /** False where the page behind tells what stands in the way. */
  withDetails?: boolean | undefined;
  children?: ReactNode;
};

/** Asks once more, then acts: Enter sends, nothing closes it while the answer is awaited, and a refusal stays to be read. */
export function ActDialog<Output>({ act, trigger, title, description, ...rest }: ActDialogProps<Output>) {
  const { toInput, onDone, onRefused, withDetails = true, children } = rest;
  const [open, setOpen] = useState(false);
  const { run, pending, refusal, reset } = act;
  const change = (next: boolean) => {
    if (pending) return;
    if (next) reset();
    setOpen(next);
  };
  const send = async () => {
    const input = toInput();
    if (input === null || pending) return;
    const done = await run(input);
    if (done === null) return onRefused?.();
    setOpen(false);
    onDone(done);
  };
  return (
    <Dialog open={open} onOpenChange={change} trigger={trigger} title={title} description={description}>
      <Form send={send}>
        {children}
        {refusal ? <RefusalAlert refusal={withDetails ? refusal : { ...refusal, details: [] }} /> : null}
        <DialogSubmit pending={pending} pendingText={rest.pendingText} disabled={rest.disabled} variant={rest.variant}>
          {rest.submit}
        </DialogSubmit>
      </Form>
    </Dialog>
  );
}
