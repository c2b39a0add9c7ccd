import { invariant } from "@/core/result";
import type { MerchantConfig, MerchantProfile } from "./demo-types";
import { BANKS, NAME_STEMS, TRADES } from "./merchant-names";
import type { Random } from "./random";

const TEST_MERCHANTS = 2;
const CASH_LAST_PER_MILLE = 120;
const FEE_BPS = [38, 55, 60, 60, 60, 80, 100] as const;
const SETTLEMENT_CYCLES = ["T+1", "T+1", "T+1", "T+1", "T+2", "T+3", "T+7"] as const;
/** Every so many-th merchant gives a share to a partner, so that clearing has shares to compute. */
const SHARE_EVERY = 16;
/** What the simulator makes of a payout goes by the payee's last digits: frozen, and a bank that is down. All others are paid. */
const PAYEES_THAT_FAIL: Readonly<Record<number, string>> = { 3: "0003", 4: "0004" };

/** Merchants by size, the largest first; the last two are for tests in production with real money. */
export function buildMerchants(random: Random, count: number): MerchantProfile[] {
  invariant(count > TEST_MERCHANTS, `more than ${TEST_MERCHANTS} merchants`);
  const merchants: MerchantProfile[] = [];
  const places = shuffledNamePlaces(random.fork("names"));
  for (let index = 0; index < count; index += 1) {
    const isTest = index >= count - TEST_MERCHANTS;
    merchants.push(isTest ? buildTestMerchant(random, index) : buildTradingMerchant(random, index, places));
  }
  return merchants;
}

function buildTradingMerchant(random: Random, index: number, places: readonly number[]): MerchantProfile {
  const place = places[index % places.length] ?? 0;
  const branch = Math.floor(index / places.length) + 1;
  const [stem, englishStem] = NAME_STEMS[place % NAME_STEMS.length] ?? NAME_STEMS[0];
  const trade = TRADES[Math.floor(place / NAME_STEMS.length)];
  invariant(trade, "a name place lies in the table of trades");
  const shortName = `${stem}${trade.name}${branch > 1 ? `${branch}店` : ""}`;
  const config: MerchantConfig = {
    ...baseConfig(random, index, shortName),
    name: `${shortName} ${englishStem} ${trade.englishName}${branch > 1 ? ` No. ${branch}` : ""}`,
    feeBps: random.pick(FEE_BPS),
    settlementCycle: random.pick(SETTLEMENT_CYCLES),
    autoPayout: random.chance(700),
    marketingPolicy: random.chance(CASH_LAST_PER_MILLE) ? "CASH_LAST" : "PROPORTIONAL",
    shares: index > 0 && index % SHARE_EVERY === 0 ? [{ merchantNo: merchantNoAt(index - 1), bps: 100 }] : [],
  };
  const { categoryCode, lowPriceMinor, highPriceMinor, products } = trade;
  return { config, shortName, categoryCode, lowPriceMinor, highPriceMinor, products };
}

function buildTestMerchant(random: Random, index: number): MerchantProfile {
  const shortName = `生产验证商户${index}`;
  return {
    config: { ...baseConfig(random, index, shortName), name: `${shortName} Production Probe`, test: true },
    shortName,
    categoryCode: "7399",
    lowPriceMinor: 1n,
    highPriceMinor: 100n,
    products: ["联调探测，请勿发货"],
  };
}

function baseConfig(random: Random, index: number, shortName: string): MerchantConfig {
  const merchantNo = merchantNoAt(index);
  const drawn = `${random.intBetween(10, 9999)}`.padStart(4, "0");
  const lastDigits = PAYEES_THAT_FAIL[index] ?? drawn;
  return {
    merchantNo,
    name: shortName,
    feeBps: 60,
    settlementCycle: "T+1",
    autoPayout: false,
    marketingPolicy: "PROPORTIONAL",
    test: false,
    payee: { name: shortName, bank: random.pick(BANKS), account: `99990000000${lastDigits}` },
    shares: [],
  };
}

function merchantNoAt(index: number): string {
  return `M${`${index + 1}`.padStart(4, "0")}`;
}

/** Every stem meets every trade at most once, in an order that the seed decides. */
function shuffledNamePlaces(random: Random): number[] {
  const places = Array.from({ length: NAME_STEMS.length * TRADES.length }, (_, place) => place);
  for (let last = places.length - 1; last > 0; last -= 1) {
    const other = random.intBetween(0, last);
    const kept = places[last] ?? last;
    places[last] = places[other] ?? other;
    places[other] = kept;
  }
  return places;
}
