"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, type RefObject, useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { MentionField } from "@/components/teamwork/mention-field";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";

const MAX_LENGTH = 4_000;

type CommentBoxProps = {
  itemNo: string;
  comment: ServerCommand<unknown>;
  onCommented: () => void;
  inputRef: RefObject<HTMLTextAreaElement | null>;
};

/** Writes a comment: it is the evidence that checkers read later. */
export function CommentBox({ itemNo, comment, onCommented, inputRef }: CommentBoxProps) {
  const t = useTranslations("suspense");
  const [body, setBody] = useState("");
  const { run, pending, refusal } = useCommand(comment);
  const send = async () => {
    if (body.trim() === "" || pending) return;
    if ((await run({ itemNo, body })) === null) return;
    setBody("");
    onCommented();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "Escape" && !event.nativeEvent.isComposing) {
      // Leaves the field; a second press closes what is around it. What was typed stays.
      event.stopPropagation();
      event.currentTarget.blur();
      return;
    }
    // While Chinese is being composed, Enter belongs to the input method.
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };
  return (
    <div className="flex flex-col gap-2">
      <Field label={t("comment.label")} hint={t("comment.hint")}>
        <MentionField
          inputRef={inputRef}
          value={body}
          maxLength={MAX_LENGTH}
          onChange={setBody}
          onKeyDown={onKeyDown}
        />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <div className="flex items-center justify-end gap-2">
        <Kbd keys="mod+enter" />
        <Button size="sm" pending={pending} disabled={body.trim() === ""} onClick={() => void send()}>
          {t("comment.send")}
        </Button>
      </div>
    </div>
  );
}
