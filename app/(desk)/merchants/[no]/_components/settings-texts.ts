import type { MerchantDto } from "@/contracts/merchant-views";
import { parseDecimalAmount, toDecimalString } from "@/core/money/parse-money";

/** The form's texts: a rate in percent, days, and limits in yuan. */
export type SettingsTexts = {
  readonly fee: string;
  readonly cycle: string;
  readonly minPayout: string;
  readonly limit: string;
  readonly dayLimit: string;
  readonly feeMin: string;
  readonly feeMax: string;
  /** A line each: from which volume of the month on in yuan, and the rate in percent. */
  readonly feeTiers: string;
  readonly feeReturn: MerchantDto["feeReturn"];
  readonly autoPayout: boolean;
  readonly marketingPolicy: MerchantDto["marketingPolicy"];
};
type TextName = "fee" | "cycle" | "minPayout" | "limit" | "dayLimit" | "feeMin" | "feeMax" | "feeTiers";

export function toSettingsTexts(merchant: MerchantDto): SettingsTexts {
  const limitText = (minor: string | null) => (minor === null ? "" : toDecimalString(BigInt(minor), 2));
  return {
    fee: toDecimalString(BigInt(merchant.feeBps), 2),
    cycle: merchant.settlementCycle.slice("T+".length),
    minPayout: merchant.minPayoutMinor === "0" ? "" : limitText(merchant.minPayoutMinor),
    limit: limitText(merchant.payoutLimitMinor),
    dayLimit: limitText(merchant.payoutDayLimitMinor),
    feeMin: merchant.feeMinMinor === "0" ? "" : limitText(merchant.feeMinMinor),
    feeMax: limitText(merchant.feeMaxMinor),
    feeTiers: merchant.feeTiers
      .map(({ fromMinor, feeBps }) => `${toDecimalString(BigInt(fromMinor), 2)} ${toDecimalString(BigInt(feeBps), 2)}`)
      .join("\n"),
    feeReturn: merchant.feeReturn,
    autoPayout: merchant.autoPayout,
    marketingPolicy: merchant.marketingPolicy,
  };
}

/** What the action takes, with limits as exact text; null while a field is wrong, and which. */
export function readSettings(texts: SettingsTexts): { settings: object | null; wrong: readonly TextName[] } {
  const fee = readHundredths(texts.fee);
  const cycle = /^([12]?\d|30)$/.test(texts.cycle.trim()) ? Number.parseInt(texts.cycle, 10) : null;
  const [limit, dayLimit] = [readLimit(texts.limit), readLimit(texts.dayLimit)];
  const isDayTooSmall = typeof limit === "bigint" && typeof dayLimit === "bigint" && dayLimit < limit;
  const minPayout = readLimit(texts.minPayout);
  const isLeastTooLarge = typeof minPayout === "bigint" && typeof limit === "bigint" && limit < minPayout;
  const [feeMin, feeMax] = [readLimit(texts.feeMin), readLimit(texts.feeMax)];
  const isMaxTooSmall = typeof feeMin === "bigint" && typeof feeMax === "bigint" && feeMax < feeMin;
  const tiers = readTiers(texts.feeTiers);
  const checks: [TextName, boolean][] = [
    ["fee", fee !== null && fee <= 10_000n],
    ["cycle", cycle !== null],
    ["minPayout", minPayout !== undefined && !isLeastTooLarge],
    ["limit", limit !== undefined],
    ["dayLimit", dayLimit !== undefined && !isDayTooSmall],
    ["feeMin", feeMin !== undefined],
    ["feeMax", feeMax !== undefined && !isMaxTooSmall],
    ["feeTiers", tiers !== null],
  ];
  const wrong = checks.flatMap(([name, isRight]) => (isRight ? [] : [name]));
  if (wrong.length > 0) return { settings: null, wrong };
  const settings = {
    // Basis points, a rate and no amount.
    feeBps: Number.parseInt(`${fee}`, 10),
    settlementDays: cycle,
    feeMinMinor: `${feeMin ?? 0n}`,
    feeMaxMinor: feeMax === null ? null : `${feeMax}`,
    feeTiers: tiers ?? [],
    feeReturn: texts.feeReturn,
    autoPayout: texts.autoPayout,
    minPayoutMinor: `${minPayout ?? 0n}`,
    marketingPolicy: texts.marketingPolicy,
    payoutLimitMinor: limit === null ? null : `${limit}`,
    payoutDayLimitMinor: dayLimit === null ? null : `${dayLimit}`,
  };
  return { settings, wrong };
}

function readHundredths(text: string): bigint | null {
  const read = parseDecimalAmount(text.replaceAll(/[,，\s]/g, ""), 2);
  return read.ok && read.value >= 0n ? read.value : null;
}

/** Null: a line is not a volume and a rate, or they do not rise. */
function readTiers(text: string): MerchantDto["feeTiers"] | null {
  const tiers: { fromMinor: string; feeBps: number }[] = [];
  let above = 0n;
  for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
    const [from = "", rate = "", ...rest] = line
      .trim()
      .split(/[\s:：=%]+/)
      .filter((part) => part !== "");
    const [fromMinor, bps] = [readHundredths(from), readHundredths(rate)];
    if (rest.length > 0 || fromMinor === null || fromMinor <= above || bps === null || bps > 10_000n) return null;
    above = fromMinor;
    tiers.push({ fromMinor: `${fromMinor}`, feeBps: Number.parseInt(`${bps}`, 10) });
  }
  return tiers.length <= 10 ? tiers : null;
}

/** Null: no limit; undefined: no number that could be one. */
function readLimit(text: string): bigint | null | undefined {
  if (text.trim() === "") return null;
  const read = readHundredths(text);
  return read === null || read === 0n ? undefined : read;
}
