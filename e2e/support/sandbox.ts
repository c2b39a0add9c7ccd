import { expect } from "@playwright/test";

type Operation = "REFUND" | "TRANSFER";
/** One entry of the simulator's own books, as far as specs look at it; the amount in fen. */
export type SandboxEntry = { operation: Operation; channel: string; state: string; amountMinor: string };

/** The channel does this with what is sent to it next, and then behaves again. */
export async function setMood(mood: string, channel: string, operation: Operation): Promise<void> {
  const rules = [{ mood, channel, operation, times: 1 }];
  const answer = await fetch(addressOf("moods"), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ rules }),
  });
  expect(answer.ok).toBe(true);
}

/** What the channels themselves have under this number of ours. */
export async function entriesOf(outNo: string): Promise<SandboxEntry[]> {
  const answer = await fetch(`${addressOf("books")}?${new URLSearchParams({ outNo })}`);
  expect(answer.ok).toBe(true);
  const { entries }: { entries: SandboxEntry[] } = await answer.json();
  return entries;
}

function addressOf(what: string): string {
  return `${process.env.DESK_E2E_SANDBOX}/sandbox/${what}`;
}
