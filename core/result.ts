/**
 * The outcome of anything that may be refused. A refusal is a value with a literal code, so that every caller has to
 * look at it; a bug is an exception (see `invariant`).
 */
export type Result<T, R extends Refusal = Refusal> = { ok: true; value: T } | { ok: false; refusal: R };

/** Why something was not done. `code` is stable and translated; `params` fill the sentence; `message` is its English. */
export type Refusal<C extends string = string> = {
  code: C;
  message: string;
  params?: Record<string, string>;
  details?: readonly string[];
};

export function accept<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

export function refuse<C extends string>(
  code: C,
  message: string,
  params?: Record<string, string>,
  details?: readonly string[],
): { ok: false; refusal: Refusal<C> } {
  return {
    ok: false,
    refusal: { code, message, ...(params ? { params } : {}), ...(details ? { details } : {}) },
  };
}

/** Stops the program where its own assumptions broke. Never for bad input: that is a `Refusal`. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${message}`);
}
