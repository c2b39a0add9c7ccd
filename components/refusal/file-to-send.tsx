"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Section } from "@/components/ui/card";
import { FileDrop } from "@/components/ui/file-drop";
import type { ActionRefusal } from "@/contracts/action-result";
import { RefusalAlert } from "./refusal-alert";
import { sendFile } from "./send-file";

type FileToSendProps<Answer extends object> = {
  texts: { readonly title: string; readonly drop: string; readonly formats: string; readonly reading: string };
  accept: string;
  /** The route that takes the file, and the page that shows what the route has made of it. */
  address: string;
  hrefOf: (answer: Answer) => string;
  /** Stands beside the title: a template, say. */
  actions?: ReactNode;
};

/** One file is brought and checked, and its page opens; bringing it does nothing else. */
export function FileToSend<Answer extends object>({
  texts,
  accept,
  address,
  hrefOf,
  actions,
}: FileToSendProps<Answer>) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<ActionRefusal | null>(null);
  const send = async ([file]: File[]) => {
    if (!file || pending) return;
    setPending(true);
    setRefusal(null);
    const sent = await sendFile<Answer>(address, file);
    if (sent.ok) router.push(hrefOf(sent.value));
    else setRefusal(sent.refusal);
    setPending(false);
  };
  return (
    <Section title={texts.title} plain actions={actions}>
      <FileDrop
        label={texts.drop}
        hint={pending ? texts.reading : texts.formats}
        accept={accept}
        multiple={false}
        disabled={pending}
        onFiles={(files) => void send(files)}
      />
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
    </Section>
  );
}
