import type { ActionRefusal } from "@/contracts/action-result";
import type { AttachableReference } from "@/contracts/attachments";

const INTERRUPTED: ActionRefusal = {
  code: "upload_interrupted",
  message: "The connection broke. Try again: nothing happens twice.",
};

/** Sends one file to stand beside an object; null when it stands there, else why not. Under one command id it is one file. */
export async function sendAttachment(
  object: AttachableReference,
  file: File,
  commandId: string,
): Promise<ActionRefusal | null> {
  try {
    const answer = await fetch(`/api/attachments?${new URLSearchParams(object)}`, {
      method: "POST",
      headers: {
        "Content-Type": "application/octet-stream",
        "X-File-Name": encodeURIComponent(file.name),
        "X-Command-Id": commandId,
      },
      body: file,
    });
    if (answer.ok) return null;
    // Our own route of the same build wrote it.
    const { code, title, params } = (await answer.json()) as { code: string; title: string; params?: object };
    return { code, message: title, ...(params ? { params: { ...params } } : {}) };
  } catch {
    return INTERRUPTED;
  }
}
