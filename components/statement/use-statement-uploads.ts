"use client";

import { useCallback, useRef, useState } from "react";
import type { CheckedUpload, UploadOutcome, UploadStep } from "@/contracts/statement-upload";
import { sendUpload } from "./send-upload";

export type UploadProgress =
  | { readonly phase: "waiting" }
  | { readonly phase: "sending"; readonly bytes: number }
  | { readonly phase: "reading"; readonly bytes: number; readonly sizeBytes: number; readonly lines: number };

/** One chosen file on its way: checked first, then imported as what the person chose. */
export type StatementUpload = {
  readonly key: string;
  readonly file: File;
  /** Under one command id a file is imported once, however often it is asked for. */
  readonly commandId: string;
  readonly progress: UploadProgress | null;
  readonly checked: CheckedUpload | null;
  readonly channel: string | null;
  readonly settlesOn: string | null;
  readonly outcome: UploadOutcome | null;
};

export type StatementUploads = {
  readonly uploads: readonly StatementUpload[];
  add: (files: readonly File[]) => void;
  choose: (key: string, choice: { channel?: string; settlesOn?: string | null }) => void;
  check: (upload: StatementUpload) => void;
  importAll: (uploads: readonly StatementUpload[]) => void;
  remove: (key: string) => void;
};

/** Whether the person has chosen everything that an import needs. */
export function isReady(upload: StatementUpload): boolean {
  const { progress, checked, channel, settlesOn, outcome } = upload;
  const canBeTried = outcome === null || outcome.state === "refused" || outcome.state === "failed";
  return progress === null && checked !== null && channel !== null && settlesOn !== null && canBeTried;
}

/** Uploads of one page, sent one after the other so that each gets the whole line. */
export function useStatementUploads(onImported: () => void): StatementUploads {
  const [uploads, setUploads] = useState<readonly StatementUpload[]>([]);
  const line = useRef<Promise<unknown>>(Promise.resolve());

  const change = useCallback((key: string, changed: Partial<StatementUpload>) => {
    setUploads((all) => all.map((upload) => (upload.key === key ? { ...upload, ...changed } : upload)));
  }, []);

  const queue = useCallback(
    (upload: StatementUpload, mode: "check" | "import") => {
      change(upload.key, { progress: { phase: "waiting" }, outcome: null });
      line.current = line.current.then(async () => {
        const outcome = await send(upload, mode, (progress) => change(upload.key, { progress }));
        change(upload.key, outcome.state === "checked" ? takeChecked(upload, outcome) : { progress: null, outcome });
        if (outcome.state === "imported") onImported();
      });
    },
    [change, onImported],
  );

  const add = (files: readonly File[]) => {
    const added = files.map(newUpload);
    setUploads((all) => [...all, ...added]);
    for (const upload of added) queue(upload, "check");
  };
  return {
    uploads,
    add,
    choose: change,
    check: (upload) => queue(upload, "check"),
    importAll: (chosen) => {
      for (const upload of chosen) queue(upload, "import");
    },
    remove: (key) => setUploads((all) => all.filter((upload) => upload.key !== key)),
  };
}

function newUpload(file: File): StatementUpload {
  const nothing = { progress: null, checked: null, channel: null, settlesOn: null, outcome: null };
  return { key: crypto.randomUUID(), file, commandId: crypto.randomUUID(), ...nothing };
}

/** One channel of the format is the obvious choice; of several the person chooses. */
function takeChecked(upload: StatementUpload, checked: CheckedUpload): Partial<StatementUpload> {
  const [only, ...others] = checked.channels;
  const { settlesOn, suggestedOn } = checked.contents;
  return {
    progress: null,
    checked,
    channel: only && others.length === 0 ? only.code : upload.channel,
    settlesOn: settlesOn ?? upload.settlesOn ?? suggestedOn,
  };
}

async function send(
  upload: StatementUpload,
  mode: "check" | "import",
  onProgress: (progress: UploadProgress) => void,
): Promise<UploadOutcome> {
  const { file, channel, settlesOn, commandId, checked } = upload;
  const listener = {
    onSent: (bytes: number) => onProgress({ phase: "sending", bytes }),
    onStep: (step: UploadStep) =>
      step.step === "reading"
        ? onProgress({ phase: "reading", bytes: step.readBytes, sizeBytes: step.sizeBytes, lines: step.lines })
        : undefined,
  };
  const request = { mode, fileName: file.name, settlesOn, channel, commandId };
  const known = mode === "import" ? (checked?.contents.sha256 ?? null) : null;
  const outcome = await sendUpload({ ...request, file: known ? null : file, checkedSha256: known }, listener);
  // The server keeps a checked file for a day; after that its bytes travel once more.
  if (outcome.state !== "refused" || outcome.refusal.code !== "upload_gone") return outcome;
  return sendUpload({ ...request, file, checkedSha256: null }, listener);
}
