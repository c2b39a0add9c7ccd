import type { Fault } from "../books/books";
import type { Bend } from "../books/telling";
import type { StatementFlaw } from "../statements/flaws";

/** What a call is: taking something in, asking about it, or fetching a statement. */
export type CallKind = "ACT" | "INQUIRY" | "STATEMENT";

/** How one call is dealt with. `USUAL` is an honest, quick channel. */
export type Conduct = {
  /** When the books take it in: before the answer, some time after the line was cut, or not at all. */
  readonly accepts: "now" | "later" | "never";
  readonly answer:
    | "said"
    | "cut"
    | "silent"
    | "http-500"
    | "system-error"
    | "rate-limit"
    | "not-enough"
    | "not-found"
    | "badly-signed";
  readonly isSlow: boolean;
  readonly says: Bend;
  readonly fails: Fault | null;
  readonly bounces: boolean;
  readonly callbacks:
    | "usual"
    | "none"
    | "twice"
    | "reordered"
    | "late"
    | "contradictory"
    | "forged"
    | "stale"
    | "first"
    | "other-amount";
  readonly statement: StatementFlaw;
};

export const USUAL: Conduct = {
  accepts: "now",
  answer: "said",
  isSlow: false,
  says: "truth",
  fails: null,
  bounces: false,
  callbacks: "usual",
  statement: "none",
};

type MoodRow = { readonly on: readonly CallKind[]; readonly conduct: Partial<Conduct> };

const ACTS = ["ACT"] as const;
const ASKED = ["INQUIRY"] as const;
const BOTH = ["ACT", "INQUIRY"] as const;
const STATEMENTS = ["STATEMENT"] as const;

/** Every way to misbehave, with the calls that it concerns. The sentences for people stand in page/words.ts. */
export const MOODS = {
  normal: { on: BOTH, conduct: {} },
  slow: { on: BOTH, conduct: { isSlow: true } },
  "drops-answer": { on: ACTS, conduct: { answer: "cut" } },
  "never-answers": { on: ACTS, conduct: { answer: "silent" } },
  "accepts-after-time-out": { on: ACTS, conduct: { accepts: "later", answer: "cut" } },
  "loses-request": { on: ACTS, conduct: { accepts: "never", answer: "cut" } },
  "error-after-accept": { on: ACTS, conduct: { answer: "http-500" } },
  "error-before-accept": { on: ACTS, conduct: { accepts: "never", answer: "http-500" } },
  "system-error": { on: BOTH, conduct: { accepts: "never", answer: "system-error" } },
  "system-error-after-accept": { on: ACTS, conduct: { answer: "system-error" } },
  "rate-limit": { on: BOTH, conduct: { accepts: "never", answer: "rate-limit" } },
  "not-enough": { on: ACTS, conduct: { accepts: "never", answer: "not-enough" } },
  "answer-badly-signed": { on: BOTH, conduct: { answer: "badly-signed" } },
  "not-found": { on: ASKED, conduct: { answer: "not-found" } },
  "inquiry-unanswered": { on: ASKED, conduct: { answer: "cut" } },
  processing: { on: BOTH, conduct: { says: "processing" } },
  "says-failed": { on: BOTH, conduct: { says: "failed" } },
  "contradicts-itself": { on: BOTH, conduct: { says: "contrary", callbacks: "late" } },
  "other-amount": { on: BOTH, conduct: { says: "other-amount", callbacks: "other-amount" } },
  "fails-payee": { on: ACTS, conduct: { fails: "PAYEE" } },
  "fails-channel": { on: ACTS, conduct: { fails: "CHANNEL" } },
  bounces: { on: ACTS, conduct: { bounces: true } },
  "callback-none": { on: ACTS, conduct: { callbacks: "none" } },
  "callback-twice": { on: ACTS, conduct: { callbacks: "twice" } },
  "callback-reordered": { on: ACTS, conduct: { callbacks: "reordered" } },
  "callback-late": { on: ACTS, conduct: { callbacks: "late" } },
  "callback-contradictory": { on: ACTS, conduct: { callbacks: "contradictory" } },
  "callback-forged": { on: ACTS, conduct: { callbacks: "forged" } },
  "callback-stale": { on: ACTS, conduct: { callbacks: "stale" } },
  "callback-first": { on: ACTS, conduct: { callbacks: "first" } },
  "callback-other-amount": { on: ACTS, conduct: { callbacks: "other-amount" } },
  "statement-line-missing": { on: STATEMENTS, conduct: { statement: "line-missing" } },
  "statement-line-twice": { on: STATEMENTS, conduct: { statement: "line-twice" } },
  "statement-amount-wrong": { on: STATEMENTS, conduct: { statement: "amount-wrong" } },
  "statement-lines-reordered": { on: STATEMENTS, conduct: { statement: "lines-reordered" } },
  "statement-line-lost": { on: STATEMENTS, conduct: { statement: "line-lost" } },
  "statement-cut-short": { on: STATEMENTS, conduct: { statement: "cut-short" } },
  "statement-bad-byte": { on: STATEMENTS, conduct: { statement: "bad-byte" } },
} as const satisfies Record<string, MoodRow>;

export type MoodName = keyof typeof MOODS;

export const MOOD_NAMES = Object.keys(MOODS) as readonly MoodName[];

export function conductOf(mood: MoodName): Conduct {
  return { ...USUAL, ...MOODS[mood].conduct };
}

export function isMoodOn(mood: MoodName, call: CallKind): boolean {
  const on: readonly CallKind[] = MOODS[mood].on;
  return on.includes(call);
}
