/** One line of a benchmark: ours beside the bare equivalent, measured in turns in the same run. */
export type Figure = {
  readonly name: string;
  readonly ours: number;
  readonly bare: number;
  readonly unit: string;
  /** ours ÷ bare, or bare ÷ ours where less is better. */
  readonly ratio: number;
  readonly goal: string;
  readonly ok: boolean;
};
/** Work done and the time it took. */
export type Speed = { readonly perSecond: number };

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/**
 * The figure of several rounds, `[ours, bare]` each: the median of the rounds' ratios, since both sides of a round met
 * the same machine, and the medians of the two sides for the reader.
 */
export function figureOf(
  name: string,
  unit: string,
  goal: `${">=" | "<="}${number}`,
  rounds: readonly (readonly [ours: number, bare: number])[],
): Figure {
  const ratio = median(rounds.map(([ours, bare]) => ours / bare));
  const limit = Number.parseFloat(goal.slice(2));
  return {
    name,
    ours: round(median(rounds.map(([ours]) => ours))),
    bare: round(median(rounds.map(([, bare]) => bare))),
    unit,
    ratio: round(ratio),
    goal,
    ok: goal.startsWith(">=") ? ratio >= limit : ratio <= limit,
  };
}

/** A figure that is a size and not a comparison: at most `limit`. */
export function sizeOf(name: string, unit: string, ours: number, limit: number): Figure {
  const ratio = round(ours / limit);
  return { name, ours: round(ours), bare: limit, unit, ratio, goal: "<=1", ok: ours <= limit };
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
}

export function sayFigures(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map((one) => one.name.length));
  const number = (value: number) => value.toLocaleString("en").padStart(10);
  return figures
    .map(({ name, ours, bare, unit, ratio, goal, ok }) => {
      const verdict = ok ? "ok" : "MISSED";
      return `${name.padEnd(width)} ${number(ours)} ${number(bare)} ${unit.padEnd(12)} ratio ${String(ratio).padStart(6)}  goal ${goal}  ${verdict}`;
    })
    .join("\n");
}
