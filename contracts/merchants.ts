import { z } from "zod";
import { areTiersRising, writeFeeTiers } from "@/core/clearing/fee-tiers";

export const merchantNoWire = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,32}$/, "a merchant number is 1 to 32 letters, digits, _ or -");

const payee = z
  .looseObject({
    name: z.string().max(120).optional(),
    bank: z.string().max(120).optional(),
    account: z.string().max(64).optional(),
  })
  .default({});
/** Minor units of CNY. */
const boundMinor = z.string().regex(/^\d{1,15}$/, "an amount is up to 15 digits, in minor units");
const share = z.looseObject({
  merchantNo: merchantNoWire,
  bps: z.int().min(0).max(10_000).optional(),
  /** Per order, beside `bps`. */
  fixedMinor: boundMinor.optional(),
});

/** From that much of a calendar month's gross on, another rate; rising. Becomes the text that the books keep. */
export const feeTiers = z
  .array(z.strictObject({ fromMinor: boundMinor, feeBps: z.int().min(0).max(10_000) }))
  .max(10)
  .default([])
  .transform((tiers) => tiers.map(({ fromMinor, feeBps }) => ({ fromMinor: BigInt(fromMinor), feeBps })))
  .refine(areTiersRising, "each volume is above the one before it")
  .transform(writeFeeTiers);
export const FEE_RETURNS = ["NONE", "PROPORTIONAL"] as const;

const merchantFields = z.strictObject({
  merchantNo: merchantNoWire,
  name: z.string().trim().min(1).max(120),
  feeBps: z.int().min(0).max(10_000).default(0),
  /** The least and the most that one order costs, whatever its rate says. */
  feeMinMinor: boundMinor.optional(),
  feeMaxMinor: boundMinor.optional(),
  feeTiers,
  /** Whether refunds give their part of the fee back. */
  feeReturn: z.enum(FEE_RETURNS).default("NONE"),
  settlementCycle: z
    .string()
    .regex(/^T\+([12]?\d|30)$/, "a settlement cycle is T+0 to T+30")
    .default("T+1"),
  autoPayout: z.boolean().default(false),
  /** Below this no payout is asked for by itself. */
  minPayoutMinor: boundMinor.optional(),
  marketingPolicy: z
    .string()
    .transform((policy) => policy.toUpperCase().replaceAll("-", "_"))
    .pipe(z.enum(["PROPORTIONAL", "CASH_LAST"]))
    .default("PROPORTIONAL"),
  test: z.boolean().default(false),
  payee,
  shares: z.array(share).max(20).default([]),
});
export const merchantInput = merchantFields.refine(
  ({ feeMinMinor, feeMaxMinor }) => feeMaxMinor === undefined || BigInt(feeMinMinor ?? "0") <= BigInt(feeMaxMinor),
  { path: ["feeMaxMinor"], message: "the highest fee of an order is not below the lowest" },
);
export type MerchantInput = z.output<typeof merchantInput>;
export const merchantsFile = z
  .union([z.array(merchantInput), z.strictObject({ merchants: z.array(merchantInput) }), merchantInput])
  .transform((file) => (Array.isArray(file) ? file : "merchants" in file ? file.merchants : [file]))
  .refine(
    (merchants) => new Set(merchants.map((one) => one.merchantNo)).size === merchants.length,
    "a merchant stands twice in the file",
  );
