import type { ActionRefusal } from "@/contracts/action-result";
import type { ImportDto } from "@/contracts/imports";

export type FileToSend = {
  readonly file: File;
  /** Under one command id a file is one job, however often it is sent. */
  readonly commandId: string;
  readonly isDryRun: boolean;
};
export type FileSent = { readonly job: ImportDto } | { readonly refusal: ActionRefusal };

const INTERRUPTED: FileSent = {
  refusal: { code: "upload_interrupted", message: "The connection broke. Try again: nothing happens twice." },
};

/** Sends one file and answers its job. XMLHttpRequest, since fetch does not say how much was sent. */
export function sendFile(
  { file, commandId, isDryRun }: FileToSend,
  onSent: (bytes: number) => void,
): Promise<FileSent> {
  return new Promise((resolve) => {
    const sending = new XMLHttpRequest();
    sending.open("POST", `/api/statements/imports${isDryRun ? "?dryRun=1" : ""}`);
    sending.setRequestHeader("Content-Type", "application/octet-stream");
    sending.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    sending.setRequestHeader("X-Command-Id", commandId);
    sending.upload.onprogress = (event) => onSent(event.loaded);
    sending.onerror = () => resolve(INTERRUPTED);
    sending.onabort = () => resolve(INTERRUPTED);
    sending.onload = () => resolve(readAnswer(sending));
    sending.send(file);
  });
}

/** The job, problem details, or whatever a proxy in between answered. */
function readAnswer({ status, responseText }: XMLHttpRequest): FileSent {
  try {
    // Our own route of the same build wrote it.
    const answer = JSON.parse(responseText) as ImportDto & { code: string; title: string; details: string[] };
    if (status === 202) return { job: answer };
    return { refusal: { code: answer.code, message: answer.title, details: answer.details } };
  } catch {
    return INTERRUPTED;
  }
}
