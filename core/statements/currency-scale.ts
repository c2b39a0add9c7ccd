import { ASSET_SCALES } from "@/core/money/assets";
import { scaleOf } from "@/core/money/format-money";

/** The currencies of ISO 4217, by the decimals with which they are written. */
const ISO_CODES: Readonly<Record<number, string>> = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
  2:
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW " +
    "CNH CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG " +
    "HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN " +
    "MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS " +
    "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG ZWL",
  3: "BHD IQD JOD KWD LYD OMR TND",
  4: "CLF UYW",
};

const ISO_SCALES: ReadonlyMap<string, number> = new Map(
  Object.entries(ISO_CODES).flatMap(([scale, codes]) => codes.split(" ").map((code) => [code, Number(scale)] as const)),
);

/**
 * How many decimals a currency is written with in a file; null for what is no currency. Banks and card acquirers report
 * currencies that the books do not keep, and a file with one of them can still be read and summarised.
 */
export function currencyScale(currency: string): number | null {
  if (Object.hasOwn(ASSET_SCALES, currency)) return scaleOf(currency);
  return ISO_SCALES.get(currency) ?? null;
}
