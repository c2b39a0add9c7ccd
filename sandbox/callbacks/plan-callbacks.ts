import type { Intention } from "../books/books";
import type { Bend } from "../books/telling";
import { draw, drawDigits } from "../moods/draw";
import type { Conduct } from "../moods/moods";

/** What is wrong with a callback itself, beside what it says. */
export type Flaw = "none" | "forged" | "stale";

/** A callback to be sent: which event, how bent, when on the system's clock. */
export type CallbackPlan = {
  readonly eventId: string;
  readonly bend: Bend;
  readonly flaw: Flaw;
  readonly dueAt: Date;
};

export type CallbackTimes = { readonly sentFrom: Date; readonly lateMs: number; readonly seed: string };

/** The callbacks that follow an intention once it is taken in, in the manner that a mood has chosen. */
export function planCallbacks(
  intention: Intention,
  manner: Conduct["callbacks"],
  { sentFrom, lateMs, seed }: CallbackTimes,
): CallbackPlan[] {
  const { channel, operation, outNo, acceptedAt, settlesAt, bouncesAt } = intention;
  const key = [channel, operation, outNo];
  // The sandbox's clock may stand still; sending goes by the real one.
  const after = (instant: Date): Date => new Date(sentFrom.getTime() + instant.getTime() - acceptedAt.getTime());
  const event = (name: string, bend: Bend = "truth", flaw: Flaw = "none", delayMs = 0): CallbackPlan => {
    return {
      eventId: eventIdOf(seed, [...key, name]),
      bend,
      flaw,
      dueAt: new Date(after(settlesAt).getTime() + delayMs),
    };
  };
  const plans = ((): CallbackPlan[] => {
    switch (manner) {
      case "none":
        return [];
      case "usual":
        return [event("end")];
      case "first":
        return [{ ...event("end"), dueAt: sentFrom }];
      case "twice":
        return [event("end"), event("end")];
      case "late":
        return [event("end", "truth", "none", lateMs)];
      case "reordered":
        // Each by its own draw, so that later events overtake earlier ones.
        return [event("end", "truth", "none", draw(seed, [...key, "delay"], lateMs))];
      case "contradictory":
        return [event("end"), event("contrary", "contrary", "none", lateMs)];
      case "forged":
        return [event("forged", "contrary", "forged"), event("end", "truth", "none", lateMs)];
      case "stale":
        return [event("stale", "contrary", "stale"), event("end", "truth", "none", lateMs)];
      case "other-amount":
        return [event("end", "other-amount")];
    }
  })();
  if (bouncesAt === null || manner === "none") return plans;
  return [...plans, { ...event("bounce"), dueAt: after(bouncesAt) }];
}

/** In the shape of a UUID, as both styles give their events. */
function eventIdOf(seed: string, words: readonly string[]): string {
  const digits = drawDigits(seed, ["event", ...words], 32);
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    "-",
  );
}
