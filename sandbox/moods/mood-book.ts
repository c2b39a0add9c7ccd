import { z } from "zod";
import type { Operation } from "../books/books";
import { draw } from "./draw";
import { type CallKind, type Conduct, conductOf, isMoodOn, MOOD_NAMES, type MoodName, USUAL } from "./moods";

/** One wish of how to behave. The first rule that concerns a call decides it. */
export const moodRuleInput = z.strictObject({
  mood: z.enum(MOOD_NAMES),
  /** A channel's code, or all of them. */
  channel: z.string().min(1).default("*"),
  /** For the next so many calls that it concerns; until it is taken back when absent. */
  times: z.coerce.number().int().min(1).max(1_000_000).optional(),
  /** For so many in a thousand of the calls, drawn from the seed, the number, and how often that number has called. */
  perMille: z.coerce.number().int().min(1).max(1_000).optional(),
  operation: z.enum(["REFUND", "TRANSFER"]).optional(),
  /** For this business number alone. */
  outNo: z.string().min(1).optional(),
});
export type MoodRule = z.infer<typeof moodRuleInput>;

export type MoodCall = {
  readonly channel: string;
  readonly kind: CallKind;
  /** Null of a statement, whose number is its day. */
  readonly operation: Operation | null;
  readonly outNo: string;
};

export type MoodBook = {
  set(rules: readonly MoodRule[]): void;
  add(rule: MoodRule): void;
  clear(channel: string): void;
  reseed(seed: string): void;
  list(): readonly MoodRule[];
  /** How to deal with this call. Counts it off the rule that decided. */
  meet(call: MoodCall): { readonly mood: MoodName; readonly conduct: Conduct };
};

/** So many numbers are told apart by how often they called; the oldest are forgotten first. */
const NUMBERS_KEPT = 200_000;

/** Moods are for a run: after a restart the sandbox behaves as usual. */
export function createMoodBook(firstSeed: string): MoodBook {
  let seed = firstSeed;
  let rules: MoodRule[] = [];
  const calls = new Map<string, number>();

  const countCall = ({ channel, kind, operation, outNo }: MoodCall): number => {
    const key = JSON.stringify([channel, kind, operation, outNo]);
    const count = (calls.get(key) ?? 0) + 1;
    calls.set(key, count);
    const oldest = calls.size > NUMBERS_KEPT ? calls.keys().next().value : undefined;
    if (oldest !== undefined) calls.delete(oldest);
    return count;
  };

  return {
    set: (wished) => {
      rules = [...wished];
    },
    add: (rule) => {
      rules = [...rules, rule];
    },
    clear: (channel) => {
      rules = rules.filter((rule) => channel !== "*" && rule.channel !== channel);
    },
    reseed: (next) => {
      seed = next;
      calls.clear();
    },
    list: () => rules,
    meet: (call) => {
      if (rules.length === 0) return { mood: "normal", conduct: USUAL };
      const count = countCall(call);
      const at = rules.findIndex((rule) => isConcerned(rule, call) && isDrawn(rule, call, count, seed));
      const rule = rules[at];
      if (rule === undefined) return { mood: "normal", conduct: USUAL };
      if (rule.times !== undefined) {
        const left = rule.times - 1;
        rules = left === 0 ? rules.filter((_, index) => index !== at) : rules.with(at, { ...rule, times: left });
      }
      return { mood: rule.mood, conduct: conductOf(rule.mood) };
    },
  };
}

function isConcerned(rule: MoodRule, call: MoodCall): boolean {
  if (rule.channel !== "*" && rule.channel !== call.channel) return false;
  if (rule.operation !== undefined && rule.operation !== call.operation) return false;
  if (rule.outNo !== undefined && rule.outNo !== call.outNo) return false;
  return isMoodOn(rule.mood, call.kind);
}

function isDrawn(rule: MoodRule, call: MoodCall, count: number, seed: string): boolean {
  if (rule.perMille === undefined) return true;
  const words = [rule.mood, call.channel, call.kind, call.operation ?? "", call.outNo, `${count}`];
  return draw(seed, words, 1_000) < rule.perMille;
}
