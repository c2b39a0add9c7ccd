import "server-only";
import { setTimeout as sleep } from "node:timers/promises";

/** Every place where a test may have a process die, stop, stumble or dawdle; a run says which ones it came by. */
export const FAILPOINTS = [
  "attempt.prepared",
  "payouts.accepted",
  "attempt.taken",
  "attempt.called",
  "answer.hearing",
  "answer.heard",
  "inquiry.taken",
  "inquiry.called",
  "notice.verified",
  "notice.applied",
] as const;
export type Failpoint = (typeof FAILPOINTS)[number];

let isSpent = false;

/**
 * Does what `FAILPOINT=name:kill|stop|throw|sleep` says of this place, once; nothing otherwise, and nothing at all in
 * production.
 */
export async function failpoint(name: Failpoint): Promise<void> {
  const wanted = process.env.FAILPOINT;
  if (wanted === undefined || isSpent || process.env.NODE_ENV === "production") return;
  const [point, act] = wanted.split(":");
  if (point !== name) return;
  isSpent = true;
  if (act === "kill") process.kill(process.pid, "SIGKILL");
  if (act === "stop") process.kill(process.pid, "SIGSTOP");
  if (act === "sleep") await sleep(2_000);
  if (act === "throw") throw new Error(`failpoint ${name}`);
}
