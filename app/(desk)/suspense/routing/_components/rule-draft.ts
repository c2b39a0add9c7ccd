import type { ReceiverInput, RoutingRuleDto } from "@/contracts/teamwork";
import { scaleOf } from "@/core/money/format-money";
import { parseDecimalAmount, toDecimalString } from "@/core/money/parse-money";
import type { BreakKind } from "@/core/suspense/item";

/** A rule as it is being typed: amounts as text. `key` stays with it wherever it is moved. */
export type RuleDraft = {
  readonly key: string;
  readonly kind: BreakKind | null;
  readonly channel: string | null;
  readonly direction: "LONG" | "SHORT" | null;
  readonly asset: string;
  readonly from: string;
  readonly below: string;
  readonly to: ReceiverInput | null;
};

export const EMPTY_RULE: Omit<RuleDraft, "key"> = {
  kind: null,
  channel: null,
  direction: null,
  asset: "CNY",
  from: "",
  below: "",
  to: null,
};

export function toDraft(rule: RoutingRuleDto): RuleDraft {
  const asset = rule.asset ?? EMPTY_RULE.asset;
  const typed = (minor: string | null) => (minor === null ? "" : toDecimalString(BigInt(minor), scaleOf(asset)));
  const { kind, channel, direction, to, fromMinor, belowMinor } = rule;
  return {
    key: crypto.randomUUID(),
    kind,
    channel,
    direction,
    to,
    asset,
    from: typed(fromMinor),
    below: typed(belowMinor),
  };
}

/** The rule as it goes over the wire, or null while something of it is missing or is no amount. */
export function toRule({ key: _, from, below, asset, to, ...rest }: RuleDraft): RoutingRuleDto | null {
  const fromMinor = toMinor(from, asset);
  const belowMinor = toMinor(below, asset);
  if (to === null || fromMinor === undefined || belowMinor === undefined) return null;
  if (fromMinor !== null && belowMinor !== null && BigInt(fromMinor) >= BigInt(belowMinor)) return null;
  // A rule without a band is about every currency.
  return { ...rest, to, asset: fromMinor === null && belowMinor === null ? null : asset, fromMinor, belowMinor };
}

function toMinor(text: string, asset: string): string | null | undefined {
  if (text.trim() === "") return null;
  const parsed = parseDecimalAmount(text.trim(), scaleOf(asset));
  return parsed.ok && parsed.value > 0n ? `${parsed.value}` : undefined;
}

export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = list.filter((_, index) => index !== from);
  const [item] = list.slice(from, from + 1);
  if (item !== undefined) next.splice(to, 0, item);
  return next;
}
