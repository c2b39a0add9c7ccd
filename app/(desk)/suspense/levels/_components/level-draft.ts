import type { ServiceLevelsPageDto } from "@/contracts/service-levels";
import { ASSET_SCALES } from "@/core/money/assets";
import type { BreakKind, Direction, Severity } from "@/core/suspense/item";

/** A level as it is being typed, with a key of its own. `asset` null: every currency, and so no amount. */
export type LevelDraft = {
  readonly key: string;
  readonly kind: BreakKind | null;
  readonly direction: Direction | null;
  readonly channel: string | null;
  readonly asset: string | null;
  readonly from: string;
  readonly severity: Severity;
  readonly days: string;
};

export const EMPTY_LEVEL: Omit<LevelDraft, "key"> = {
  kind: null,
  direction: null,
  channel: null,
  asset: Object.keys(ASSET_SCALES)[0] ?? null,
  from: "",
  severity: "NORMAL",
  days: "5",
};

export function toLevelDraft(level: ServiceLevelsPageDto["levels"][number]): LevelDraft {
  const { key, kind, direction, channel, asset, from, severity, bankDays } = level;
  return { key, kind, direction, channel: channel?.no ?? null, asset, from, severity, days: `${bankDays}` };
}

/** As it goes over the wire: the server reads the amount. Null while the days are none. */
export function toTypedLevel({ key: _, days, ...level }: LevelDraft) {
  const bankDays = Number.parseInt(days, 10);
  if (!(bankDays >= 1 && bankDays <= 90)) return null;
  return { ...level, from: level.asset === null ? "" : level.from, bankDays };
}
