import { setTimeout as sleep } from "node:timers/promises";
import { type Service, startService } from "./service";

const RESTARTS = 5;
const WITHIN_MS = 60_000;
const PAUSE_MS = 1_000;
const STOP_PATIENCE_MS = 8_000;

/**
 * Keeps the services running until we are told to stop, and then stops them. One that ends by itself is started again,
 * but one that keeps ending ends all. Gives the exit code.
 */
export async function keepRunning(
  services: readonly Service[],
  stopped: AbortSignal,
  say: (sentence: string) => void,
): Promise<number> {
  const gaveUp = new AbortController();
  const over = AbortSignal.any([stopped, gaveUp.signal]);
  await Promise.all(services.map((service) => keepOne(service, over, say).then((ok) => ok || gaveUp.abort())));
  return gaveUp.signal.aborted ? 1 : 0;
}

/** False when it ended too often. */
async function keepOne(first: Service, over: AbortSignal, say: (sentence: string) => void): Promise<boolean> {
  let service = first;
  const ends: number[] = [];
  const told = new Promise<"over">((resolve) => {
    if (over.aborted) resolve("over");
    over.addEventListener("abort", () => resolve("over"), { once: true });
  });
  for (;;) {
    const reason = await Promise.race([told, service.ended]);
    if (reason === "over") {
      await service.stop(STOP_PATIENCE_MS);
      return true;
    }
    const now = performance.now();
    ends.push(now);
    if (ends.filter((at) => now - at < WITHIN_MS).length > RESTARTS) {
      say(`The ${service.request.name} process keeps ending. Its log: ${service.logPath}`);
      return false;
    }
    say(`The ${service.request.name} process has ended by itself and is started again. Its log: ${service.logPath}.1`);
    await sleep(PAUSE_MS, undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) return true;
    service = startService(service.request);
  }
}
