import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { type BreakKind, type Direction, SEVERITIES, type Severity } from "./item";

/**
 * How urgent what it fits is, and in how many bank days it has to be settled. What is null fits everything; a band is
 * from an amount on (minor units of `asset`). `channel` is a code.
 */
export type ServiceLevel = {
  readonly kind: BreakKind | null;
  readonly direction: Direction | null;
  readonly channel: string | null;
  readonly asset: string | null;
  readonly fromMinor: bigint;
  readonly severity: Severity;
  readonly bankDays: number;
};

export type ServiceLevelRefusal = Refusal<
  | "service_level_band_without_asset"
  | "service_level_twice"
  | "service_level_weaker"
  | "service_level_direction_missing"
>;

/**
 * Whether a list of levels can be in force: a band is in a currency, nothing stands twice, a larger amount of the same
 * is never less urgent or slower than a smaller one, and every item there can be has a level.
 */
export function checkServiceLevels(
  levels: readonly ServiceLevel[],
): Result<readonly ServiceLevel[], ServiceLevelRefusal> {
  if (levels.some(({ fromMinor, asset }) => fromMinor > 0n && asset === null)) {
    return refuse("service_level_band_without_asset", "An amount from which a level counts is one in a currency.");
  }
  const scopes = new Map<string, ServiceLevel[]>();
  for (const level of levels) scopes.set(scopeOf(level), [...(scopes.get(scopeOf(level)) ?? []), level]);
  for (const bands of scopes.values()) {
    const sorted = sortServiceLevels(bands);
    for (const [index, level] of sorted.entries()) {
      const above = sorted[index + 1];
      const what = { what: nameOf(level) };
      if (above && above.fromMinor === level.fromMinor) {
        return refuse("service_level_twice", `Two levels are about the same: ${what.what}.`, what);
      }
      if (above && isWeaker(above, level)) {
        return refuse(
          "service_level_weaker",
          `A larger amount would be less urgent than a smaller: ${what.what}.`,
          what,
        );
      }
    }
  }
  const missing = (["SHORT", "LONG"] as const).find((direction) => !levels.some((level) => fitsAll(level, direction)));
  if (missing === undefined) return accept(levels);
  return refuse("service_level_direction_missing", `Nothing is said of any other ${missing} item.`, {
    direction: missing,
  });
}

/** The same in one order, so that equal lists are written alike; the order in which the database writes what is in force. */
export function sortServiceLevels(levels: readonly ServiceLevel[]): ServiceLevel[] {
  return [...levels].sort(
    (left, right) =>
      compareNames(left.channel, right.channel) ||
      compareNames(left.kind, right.kind) ||
      compareNames(left.direction, right.direction) ||
      compareNames(left.asset, right.asset) ||
      Number(left.fromMinor > right.fromMinor) - Number(left.fromMinor < right.fromMinor),
  );
}

function scopeOf({ kind, direction, channel, asset }: ServiceLevel): string {
  return [channel, kind, direction, asset].map((part) => part ?? "*").join(" ");
}

/** For a refusal: the parts that it names, or a star where it names none. */
function nameOf(level: ServiceLevel): string {
  const { channel, kind, direction, asset } = level;
  return [channel, kind, direction, asset].filter((part) => part !== null).join(" ") || "*";
}

function isWeaker(level: ServiceLevel, than: ServiceLevel): boolean {
  return SEVERITIES.indexOf(level.severity) > SEVERITIES.indexOf(than.severity) || level.bankDays > than.bankDays;
}

function fitsAll({ kind, direction, channel, asset }: ServiceLevel, wanted: Direction): boolean {
  return kind === null && channel === null && asset === null && (direction ?? wanted) === wanted;
}

/** By code points, what names nothing last: as `COLLATE "C"` with `NULLS LAST`. */
function compareNames(left: string | null, right: string | null): number {
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  return left < right ? -1 : 1;
}
