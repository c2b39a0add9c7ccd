"use client";

import { type ReactElement, useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Textarea } from "@/components/ui/input";

type ReasonDialogProps<Done> = {
  trigger: ReactElement<Record<string, unknown>>;
  title: string;
  description: string;
  /** What the field asks for, and what it says while it is too short. */
  label: string;
  missing: string;
  submit: string;
  variant?: "primary" | "danger";
  command: ServerCommand<Done>;
  /** The command's input, with what was written. */
  toInput: (reason: string) => object;
  onDone: (done: Done) => void;
};

const SHORTEST = 5;

/** A question that is answered with a reason, and nothing else. */
export function ReasonDialog<Done>(props: ReasonDialogProps<Done>) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={props.trigger}
      title={props.title}
      description={props.description}
      size="md"
    >
      {open ? <ReasonForm {...props} close={() => setOpen(false)} /> : null}
    </Dialog>
  );
}

function ReasonForm<Done>(props: ReasonDialogProps<Done> & { close: () => void }) {
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const { run, pending, refusal } = useCommand(props.command);
  const isShort = reason.trim().length < SHORTEST;
  const send = async () => {
    setAsked(true);
    if (isShort || pending) return;
    const done = await run(props.toInput(reason.trim()));
    if (done === null) return;
    props.close();
    props.onDone(done);
  };
  return (
    <Form send={send}>
      <Field label={props.label} error={asked && isShort ? props.missing : undefined} required>
        <Textarea value={reason} maxLength={1_000} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <DialogSubmit pending={pending} variant={props.variant}>
        {props.submit}
      </DialogSubmit>
    </Form>
  );
}
