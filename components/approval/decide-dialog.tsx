"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Textarea } from "@/components/ui/input";
import type { DecidableDto } from "@/contracts/approval-views";
import { type ApprovalEffect, DECISION_TEXTS } from "./decision-texts";
import { OneTimeCodeField } from "./one-time-code-field";

export type Verdict = "APPROVE" | "REJECT";
export type Decided = {
  approvalNo: string;
  outcome: "EXECUTED" | "SIGNED" | "REJECTED" | "STALE";
  voucherNo: string | null;
};

const MAX_LENGTH = 4_000;

type DecideDialogProps = {
  approval: DecidableDto;
  effect: ApprovalEffect;
  /** What is decided about, in a few words. */
  subject: ReactNode;
  /** Null while it is closed. */
  verdict: Verdict | null;
  decide: ServerCommand<Decided>;
  onClose: () => void;
  onDecided: (decided: Decided) => void;
};

/** The question before a decision. It sends the request's number, the version that was seen, and the words; no amount. */
export function DecideDialog(props: DecideDialogProps) {
  const { approval, verdict, onClose } = props;
  const t = useTranslations("approvals");
  return (
    <Dialog
      open={verdict !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={verdict ? t(`decide.${verdict}.title`, { approvalNo: approval.approvalNo }) : ""}
      size="md"
    >
      {verdict ? <DecideForm key={verdict} {...props} verdict={verdict} /> : null}
    </Dialog>
  );
}

function DecideForm({
  approval,
  effect,
  subject,
  verdict,
  decide,
  onDecided,
}: DecideDialogProps & { verdict: Verdict }) {
  const t = useTranslations("approvals");
  const common = useTranslations("common");
  const [seenVersion] = useState(approval.version);
  const [note, setNote] = useState("");
  const [asked, setAsked] = useState(false);
  const noteInput = useRef<HTMLTextAreaElement>(null);
  const { run, pending, refusal } = useCommand(decide);
  const [code, setCode] = useState("");
  const [isAlone, setAlone] = useState(false);
  const isMissing = (verdict === "REJECT" || isAlone) && note.trim() === "";
  const needsCode = verdict === "APPROVE" && approval.stepUp;
  const isCodeMissing = needsCode && !/^\d{6}$/.test(code.trim());
  const send = async () => {
    setAsked(true);
    if (isMissing) return noteInput.current?.focus();
    if (pending || isCodeMissing) return;
    const { approvalNo } = approval;
    const more = { ...(needsCode ? { code: code.trim() } : {}), ...(isAlone ? { breakGlass: true } : {}) };
    const decided = await run({ approvalNo, expectedVersion: seenVersion, verdict, note, ...more });
    if (decided !== null) onDecided(decided);
  };
  return (
    <Form send={send}>
      <Consequence approval={approval} effect={effect} subject={subject} verdict={verdict} isAlone={isAlone} />
      {verdict === "APPROVE" && approval.canBreakGlass ? (
        <Checkbox label={t("glass.check")} hint={t("glass.text")} checked={isAlone} onCheckedChange={setAlone} />
      ) : null}
      <Field
        label={t(`decide.${verdict}.note`)}
        hint={t(isAlone ? "glass.hint" : `decide.${verdict}.noteHint`)}
        error={asked && isMissing ? t(isAlone ? "glass.hint" : "decide.REJECT.noteMissing") : undefined}
        required={verdict === "REJECT" || isAlone}
      >
        <Textarea
          ref={noteInput}
          value={note}
          maxLength={MAX_LENGTH}
          onChange={(event) => setNote(event.target.value)}
        />
      </Field>
      {needsCode ? <OneTimeCodeField value={code} onChange={setCode} isMissing={asked && isCodeMissing} /> : null}
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose>
          <Button>{common("cancel")}</Button>
        </DialogClose>
        <Button type="submit" variant={verdict === "APPROVE" ? "primary" : "danger"} pending={pending}>
          {t(isAlone ? "glass.submit" : `decide.${verdict}.submit`)}
        </Button>
      </div>
    </Form>
  );
}

/** What pressing the button does, in words: who signs as what, and whether that posts. */
function Consequence({
  approval,
  effect,
  subject,
  verdict,
  isAlone,
}: Pick<DecideDialogProps, "approval" | "effect" | "subject"> & { verdict: Verdict; isAlone: boolean }): ReactNode {
  const t = useTranslations("approvals");
  const shell = useTranslations("shell");
  const texts = DECISION_TEXTS[effect];
  if (verdict === "REJECT") return <p className="text-sm">{t(texts.rejects)}</p>;
  const { signsAs, onBehalfOf, completes } = approval;
  return (
    <div className="text-sm">
      <p className="font-semibold">{subject}</p>
      <p>
        {t(completes || isAlone ? texts.executes : texts.signs, {
          role: signsAs ? shell(`role.${signsAs}`) : "",
        })}{" "}
        {onBehalfOf ? t("onBehalfOf", { name: onBehalfOf }) : null}
      </p>
    </div>
  );
}
