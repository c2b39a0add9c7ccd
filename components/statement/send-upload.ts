import type { UploadOutcome, UploadStep } from "@/contracts/statement-upload";

const UPLOAD_URL = "/api/statements/upload";

export type UploadRequest = {
  readonly mode: "check" | "import";
  readonly fileName: string;
  readonly settlesOn: string | null;
  /** Null when the server has the file already, under `checkedSha256`. */
  readonly file: File | null;
  readonly checkedSha256: string | null;
  readonly channel: string | null;
  readonly commandId: string;
};
type Listener = { readonly onSent: (bytes: number) => void; readonly onStep: (step: UploadStep) => void };

/**
 * Sends one file and follows what becomes of it. XMLHttpRequest, since fetch does not say how much was sent. A lost
 * connection is an outcome: the import may have happened, and the same command id makes it safe to ask again.
 */
export function sendUpload(request: UploadRequest, listener: Listener): Promise<UploadOutcome> {
  return new Promise((resolve) => {
    const sending = new XMLHttpRequest();
    const steps = new StepReader(listener.onStep);
    sending.open("POST", addressOf(request));
    for (const [name, value] of Object.entries(headersOf(request))) sending.setRequestHeader(name, value);
    sending.upload.onprogress = (event) => listener.onSent(event.loaded);
    sending.onprogress = () => steps.read(sending.responseText);
    sending.onerror = () => resolve(INTERRUPTED);
    sending.onabort = () => resolve(INTERRUPTED);
    sending.onload = () => {
      if (sending.status !== 200) return resolve(toRefused(sending.responseText));
      steps.read(`${sending.responseText}\n`);
      resolve(steps.outcome ?? INTERRUPTED);
    };
    sending.send(request.file);
  });
}

function addressOf({ mode, channel, settlesOn }: UploadRequest): string {
  const query = new URLSearchParams({ mode });
  if (channel) query.set("channel", channel);
  if (settlesOn) query.set("date", settlesOn);
  return `${UPLOAD_URL}?${query}`;
}

function headersOf({ fileName, mode, commandId, checkedSha256 }: UploadRequest): Record<string, string> {
  return {
    "Content-Type": "application/octet-stream",
    "X-File-Name": encodeURIComponent(fileName),
    ...(mode === "import" ? { "X-Command-Id": commandId } : {}),
    ...(checkedSha256 ? { "X-Checked-Sha256": checkedSha256 } : {}),
  };
}

/** Takes whole lines out of an answer that grows. */
class StepReader {
  outcome: UploadOutcome | null = null;
  private readTo = 0;

  constructor(private readonly onStep: (step: UploadStep) => void) {}

  read(text: string): void {
    for (let end = text.indexOf("\n", this.readTo); end >= 0; end = text.indexOf("\n", this.readTo)) {
      const line = text.slice(this.readTo, end);
      this.readTo = end + 1;
      if (line === "") continue;
      // Our own route of the same build wrote it.
      const step = JSON.parse(line) as UploadStep;
      if (step.step === "done") this.outcome = step.outcome;
      this.onStep(step);
    }
  }
}

const INTERRUPTED: UploadOutcome = {
  state: "refused",
  refusal: { code: "upload_interrupted", message: "The connection broke. Try again: nothing happens twice." },
  lines: [],
};

/** Problem details, or whatever a proxy in between answered. */
function toRefused(body: string): UploadOutcome {
  try {
    const { code, title, details } = JSON.parse(body) as { code: string; title: string; details: string[] };
    return { state: "refused", refusal: { code, message: title, details }, lines: [] };
  } catch {
    return INTERRUPTED;
  }
}
