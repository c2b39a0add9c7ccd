import { setTimeout as sleep } from "node:timers/promises";
import type { Ask, Intention, Operation, Order, RefusalCode, Verdict } from "./books/books";
import { bendTelling, type Telling, truthOf } from "./books/telling";
import type { Conduct } from "./moods/moods";
import type { Sandbox } from "./sandbox";

/** What a style has to put into its own words. */
export type Reply =
  | { readonly kind: "TOLD"; readonly intention: Intention; readonly telling: Telling; readonly order: Order | null }
  | { readonly kind: "PAID"; readonly order: Order }
  | { readonly kind: "REFUSED"; readonly code: RefusalCode }
  | { readonly kind: "NOT_FOUND" | "SYSTEM_ERROR" | "RATE_LIMIT" | "HTTP_500" };

/** What comes of a call, before a style has written it. */
export type Outcome =
  | { readonly kind: "REPLY"; readonly reply: Reply; readonly isBadlySigned: boolean }
  | { readonly kind: "CUT" | "SILENT" };

/** Takes something in, in the channel's present mood. */
export async function serveAct(sandbox: Sandbox, ask: Ask): Promise<Outcome> {
  const { clerk, moods, clock } = sandbox;
  if (ask.kind === "PAY") return told(await replyTo(sandbox, ask, await clerk.take({ ask, callbacks: "usual" })));
  const { channel, outNo, kind: operation } = ask;
  const { conduct } = moods.meet({ channel, kind: "ACT", operation, outNo });
  await pause(sandbox, conduct);
  const request = { ask: { ...ask, fails: conduct.fails, bounces: conduct.bounces }, callbacks: conduct.callbacks };
  if (conduct.accepts === "later") {
    setTimeout(() => void clerk.take(request).catch(sandbox.onFault), sandbox.pauses.laterMs);
  }
  if (conduct.accepts !== "now") return sayWithoutBooks(conduct) ?? { kind: "CUT" };
  const verdict = await clerk.take(request);
  if (conduct.callbacks === "first") await sandbox.courier.deliverNow({ channel, operation, outNo });
  const spoken = sayWithoutBooks(conduct);
  if (spoken !== null) return spoken;
  const reply = await replyTo(sandbox, ask, verdict);
  const isBadlySigned = conduct.answer === "badly-signed";
  if (reply.kind !== "TOLD") return { kind: "REPLY", reply, isBadlySigned };
  const telling = bendTelling(truthOf(reply.intention, clock()), conduct.says);
  return { kind: "REPLY", reply: { ...reply, telling }, isBadlySigned };
}

/** Answers a question about one number. */
export async function serveInquiry(
  sandbox: Sandbox,
  asked: { readonly channel: string; readonly operation: Operation; readonly outNo: string },
): Promise<Outcome> {
  const { conduct } = sandbox.moods.meet({ ...asked, kind: "INQUIRY" });
  await pause(sandbox, conduct);
  const spoken = sayWithoutBooks(conduct);
  if (spoken !== null) return spoken;
  const isBadlySigned = conduct.answer === "badly-signed";
  const intention = await sandbox.clerk.find(asked);
  if (intention === null) return { kind: "REPLY", reply: { kind: "NOT_FOUND" }, isBadlySigned };
  const telling = bendTelling(truthOf(intention, sandbox.clock()), conduct.says);
  const order = await orderOf(sandbox, intention);
  return { kind: "REPLY", reply: { kind: "TOLD", intention, telling, order }, isBadlySigned };
}

/** What is answered whatever the books say; null when they are to be asked. */
function sayWithoutBooks({ answer }: Conduct): Outcome | null {
  switch (answer) {
    case "said":
    case "badly-signed":
      return null;
    case "cut":
      return { kind: "CUT" };
    case "silent":
      return { kind: "SILENT" };
    case "http-500":
      return told({ kind: "HTTP_500" });
    case "system-error":
      return told({ kind: "SYSTEM_ERROR" });
    case "rate-limit":
      return told({ kind: "RATE_LIMIT" });
    case "not-enough":
      return told({ kind: "REFUSED", code: "NOT_ENOUGH" });
    case "not-found":
      return told({ kind: "NOT_FOUND" });
  }
}

async function replyTo(sandbox: Sandbox, ask: Ask, verdict: Verdict): Promise<Reply> {
  if (verdict.kind === "REFUSED") return verdict;
  if (verdict.kind === "PAID") return { kind: "PAID", order: verdict.order };
  const { intention } = verdict;
  const order = ask.kind === "REFUND" ? await orderOf(sandbox, intention) : null;
  return { kind: "TOLD", intention, telling: truthOf(intention, sandbox.clock()), order };
}

async function orderOf({ clerk }: Sandbox, { channel, orderNo, tradeNo }: Intention): Promise<Order | null> {
  return orderNo === null ? null : clerk.findOrder(channel, orderNo, tradeNo);
}

async function pause({ pauses }: Sandbox, { isSlow }: Conduct): Promise<void> {
  const forMs = pauses.latencyMs + (isSlow ? pauses.slowMs : 0);
  if (forMs > 0) await sleep(forMs);
}

function told(reply: Reply): Outcome {
  return { kind: "REPLY", reply, isBadlySigned: false };
}
