import type { BankUploadOutcome } from "@/contracts/bank-views";

const INTERRUPTED: BankUploadOutcome = {
  state: "refused",
  refusal: { code: "upload_interrupted", message: "The connection broke. Try again: nothing happens twice." },
};

/** Sends one file of a bank account; whatever goes wrong is an outcome. The same file again changes nothing. */
export async function sendBankFile(account: string, file: File, commandId: string): Promise<BankUploadOutcome> {
  try {
    const answer = await fetch(`/api/bank/upload?${new URLSearchParams({ account })}`, {
      method: "POST",
      headers: {
        "Content-Type": "application/octet-stream",
        "X-File-Name": encodeURIComponent(file.name),
        "X-Command-Id": commandId,
      },
      body: file,
    });
    // Our own route of the same build wrote it.
    const body = (await answer.json()) as BankUploadOutcome & { code?: string; title?: string };
    if (answer.ok) return body;
    return { state: "refused", refusal: { code: body.code ?? "upload_interrupted", message: body.title ?? "" } };
  } catch {
    return INTERRUPTED;
  }
}
