import { z } from "zod";
import { ROLES } from "@/core/permissions/permissions";
import { channelInput } from "./channels";
import { FEE_RETURNS, feeTiers, merchantNoWire } from "./merchants";
import { loginWire } from "./users";
import { amountMinorWire, assetWire, commandIdWire } from "./wire";

const reason = z.string().trim().min(1).max(4_000);
const roles = z
  .array(z.enum(ROLES))
  .max(ROLES.length)
  .transform((given) => [...new Set(given)].sort());
const merchantNos = z
  .array(merchantNoWire)
  .max(200)
  .transform((given) => [...new Set(given)].sort());

/** `expectedVersion`: of the user as the page showed them. */
export const proposeUserRightsInput = z.strictObject({
  commandId: commandIdWire,
  login: loginWire,
  expectedVersion: z.int().min(1),
  roles,
  merchantNos,
  reason,
});
export type ProposeUserRightsInput = z.output<typeof proposeUserRightsInput>;

/** What a request about a user freezes. */
export const userRightsPayload = z.strictObject({
  login: z.string(),
  displayName: z.string(),
  baseVersion: z.int().min(1),
  before: z.strictObject({ roles: z.array(z.enum(ROLES)), merchantNos: z.array(z.string()), isEnabled: z.boolean() }),
  after: z.strictObject({ roles: z.array(z.enum(ROLES)), merchantNos: z.array(z.string()) }),
});
export type UserRightsPayload = z.output<typeof userRightsPayload>;

const limit = amountMinorWire.refine((amount) => amount > 0n, "a limit is above zero").nullable();
const bound = amountMinorWire.refine((amount) => amount >= 0n && amount <= 10n ** 15n, "a bound is not below zero");
export const MARKETING_POLICIES = ["PROPORTIONAL", "CASH_LAST"] as const;
/** What a merchant pays and how it is paid out; limits in minor units of the yuan, null for none. */
export const merchantSettings = z
  .strictObject({
    feeBps: z.int().min(0).max(10_000),
    settlementDays: z.int().min(0).max(30),
    autoPayout: z.boolean(),
    /** Below this no payout is asked for by itself; 0: any amount. */
    minPayoutMinor: bound,
    marketingPolicy: z.enum(MARKETING_POLICIES),
    feeMinMinor: bound,
    feeMaxMinor: bound.nullable(),
    feeTiers,
    feeReturn: z.enum(FEE_RETURNS),
    payoutLimitMinor: limit,
    payoutDayLimitMinor: limit,
  })
  .refine(
    ({ payoutLimitMinor: one, payoutDayLimitMinor: day }) => one === null || day === null || one <= day,
    "one payout may not be larger than all of a day",
  )
  .refine(
    ({ minPayoutMinor: least, payoutLimitMinor: one }) => one === null || least <= one,
    "the least payout is not above the limit of one payout",
  )
  .refine(
    ({ feeMinMinor, feeMaxMinor }) => feeMaxMinor === null || feeMinMinor <= feeMaxMinor,
    "the highest fee of an order is not below the lowest",
  );
export type MerchantSettings = z.output<typeof merchantSettings>;

export const proposeMerchantSettingsInput = z.strictObject({
  commandId: commandIdWire,
  merchantNo: merchantNoWire,
  expectedVersion: z.int().min(1),
  settings: merchantSettings,
  reason,
});
export type ProposeMerchantSettingsInput = z.output<typeof proposeMerchantSettingsInput>;

/** `expectedVersion` 0: a channel that is not there yet. */
export const proposeChannelSettingsInput = z.strictObject({
  commandId: commandIdWire,
  expectedVersion: z.int().min(0),
  channel: channelInput,
  reason,
});
export type ProposeChannelSettingsInput = z.output<typeof proposeChannelSettingsInput>;

const column = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** The line below which a reserve account is not to fall; 0: none. `expectedVersion` 0: nobody has set one yet. */
export const proposeReserveMinimumInput = z.strictObject({
  commandId: commandIdWire,
  accountNo: z.string().regex(/^1002-[A-Za-z0-9_-]{1,60}$/, "a reserve account's number begins with 1002-"),
  expectedVersion: z.int().min(0),
  minimumMinor: amountMinorWire,
  reason,
});
export type ProposeReserveMinimumInput = z.output<typeof proposeReserveMinimumInput>;

/** What a request about settings freezes: columns by their own names, which the database compares with the row. */
export const settingsPayload = z.strictObject({
  of: z.enum(["merchant", "channel", "reserve_account"]),
  no: z.string(),
  name: z.string(),
  baseVersion: z.int().min(0),
  before: z.record(z.string(), column).nullable(),
  after: z.record(z.string(), column),
});
export type SettingsPayload = z.output<typeof settingsPayload>;
export type SettingsColumns = SettingsPayload["after"];

export const addPayeeAccountInput = z.strictObject({
  commandId: commandIdWire,
  merchantNo: merchantNoWire,
  asset: assetWire,
  holder: z.string().trim().min(1).max(120),
  bank: z.string().trim().min(1).max(120),
  accountNo: z
    .string()
    .transform((typed) => typed.normalize("NFKC").replaceAll(/[\s-]/g, "").toUpperCase())
    .pipe(z.string().regex(/^[0-9A-Z]{4,34}$/, "an account number has 4 to 34 digits or letters")),
  reason,
});
export type AddPayeeAccountInput = z.output<typeof addPayeeAccountInput>;

export const closePayeeAccountInput = z.strictObject({
  commandId: commandIdWire,
  accountRef: z.string().regex(/^BA\d{6,20}$/, "an account is named BA and digits"),
  expectedVersion: z.int().min(1),
  reason,
});
export type ClosePayeeAccountInput = z.output<typeof closePayeeAccountInput>;

/** What a request about a merchant's bank account freezes; `after` is empty where it is to be closed. */
export const payeeAccountPayload = z.strictObject({
  accountRef: z.string(),
  merchantNo: z.string(),
  closes: z.boolean(),
  baseVersion: z.int().min(0),
  account: z.strictObject({ asset: z.string(), holder: z.string(), bank: z.string(), accountNo: z.string() }),
  after: z.record(z.string(), z.string()),
});
export type PayeeAccountPayload = z.output<typeof payeeAccountPayload>;

/** A merchant's bank account as pages show it. */
export type PayeeAccountDto = {
  readonly accountRef: string;
  readonly version: number;
  readonly asset: string;
  readonly holder: string;
  readonly bank: string;
  /** Its last digits alone. */
  readonly maskedNo: string;
  readonly addedAt: string;
  readonly payableFrom: string;
  readonly closedAt: string | null;
  readonly state: "PAID_TO" | "OPEN" | "COOLING" | "CLOSED";
};

/** A request that waits, as the page of its object points to it. */
export type WaitingRequestDto = { readonly approvalNo: string; readonly objectNo: string; readonly maker: string };
