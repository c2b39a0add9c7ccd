import type { ActionRefusal, ActionResult } from "@/contracts/action-result";

const INTERRUPTED: ActionRefusal = {
  code: "upload_interrupted",
  message: "The connection broke. Try again: nothing happens twice.",
};

/** Brings one file to a route of ours, as an intent of its own; what the route answers, or why it did not take the file. */
export async function sendFile<Answer extends object>(address: string, file: File): Promise<ActionResult<Answer>> {
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: {
        "Content-Type": "application/octet-stream",
        "X-File-Name": encodeURIComponent(file.name),
        "X-Command-Id": crypto.randomUUID(),
      },
      body: file,
    });
    // Our own route of the same build wrote it.
    const answer = (await response.json()) as Answer & {
      code: string;
      title: string;
      details: string[];
      params: Record<string, string>;
    };
    if (response.ok) return { ok: true, value: answer };
    const { code, title, details, params } = answer;
    return { ok: false, refusal: { code, message: title, details, params: params ?? {} } };
  } catch {
    return { ok: false, refusal: INTERRUPTED };
  }
}
