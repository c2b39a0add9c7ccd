import { median } from "./figure";

export type CallerSpeed = { readonly perSecond: number; readonly p99Ms: number; readonly medianMs: number };

/** `inFlight` callers that each ask again as soon as they are answered, for `seconds`. */
export async function measureCallers(
  inFlight: number,
  seconds: number,
  ask: (nth: number) => Promise<unknown>,
): Promise<CallerSpeed> {
  const latencies: number[] = [];
  const started = performance.now();
  const until = started + seconds * 1000;
  let asked = 0;
  const call = async () => {
    while (performance.now() < until) {
      const began = performance.now();
      asked += 1;
      await ask(asked);
      latencies.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, call));
  const elapsed = (performance.now() - started) / 1000;
  latencies.sort((left, right) => left - right);
  return {
    perSecond: latencies.length / elapsed,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
    medianMs: median(latencies),
  };
}
