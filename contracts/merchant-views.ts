import { z } from "zod";
import type { MoneyDto } from "./wire";

/** Filters of the merchants' list: the beginning of a number or a name, live or test, with open suspense items only. */
export const merchantFilters = z.strictObject({
  q: z.string().trim().max(120).optional(),
  kind: z.enum(["live", "test"]).optional(),
  suspense: z.enum(["open"]).optional(),
});
export type MerchantFilters = z.output<typeof merchantFilters>;

/** The four accounts of a merchant by their short names, as account numbers carry them. */
export const MERCHANT_ACCOUNTS = ["PENDING", "SETTLEMENT", "MARKETING", "DEPOSIT"] as const;
export type MerchantAccount = (typeof MERCHANT_ACCOUNTS)[number];

export type MerchantRowDto = {
  readonly merchantNo: string;
  readonly name: string;
  readonly isTest: boolean;
  readonly settlementCycle: string;
  readonly openItems: number;
  /** Available, per account: CNY first, another asset only where it is not zero. */
  readonly available: Readonly<Record<MerchantAccount, readonly MoneyDto[]>>;
};

export type MerchantAccountDto = {
  readonly account: MerchantAccount;
  readonly accountNo: string;
  readonly asset: string;
  readonly postedMinor: string;
  readonly frozenMinor: string;
  readonly availableMinor: string;
};

export type MerchantItemDto = {
  readonly itemNo: string;
  readonly kind: string;
  readonly direction: "LONG" | "SHORT";
  readonly status: string;
  readonly amountMinor: string;
  readonly asset: string;
  readonly channel: string;
  readonly orderNo: string | null;
  readonly openedOn: string;
  readonly ageDays: number;
  readonly assignee: string | null;
};

export type MerchantDto = {
  readonly merchantNo: string;
  readonly name: string;
  readonly partyNo: string;
  readonly isTest: boolean;
  readonly feeBps: number;
  readonly settlementCycle: string;
  readonly autoPayout: boolean;
  /** Below this no payout is asked for by itself, minor units of the yuan; "0": any amount. */
  readonly minPayoutMinor: string;
  readonly marketingPolicy: "PROPORTIONAL" | "CASH_LAST";
  /** In minor units of the yuan; null: none. */
  readonly payoutLimitMinor: string | null;
  readonly payoutDayLimitMinor: string | null;
  /** What one order costs at least and at most, minor units of the yuan. */
  readonly feeMinMinor: string;
  readonly feeMaxMinor: string | null;
  /** Rates by volume: from which gross of the month on, minor units of the yuan, rising. */
  readonly feeTiers: readonly { readonly fromMinor: string; readonly feeBps: number }[];
  readonly feeReturn: "NONE" | "PROPORTIONAL";
  readonly version: number;
  /** The request about these settings that waits for its checker. */
  readonly waitingNo: string | null;
  readonly shares: readonly { readonly merchantNo: string; readonly bps: number | null }[];
  readonly openedAt: string;
  readonly accounts: readonly MerchantAccountDto[];
  readonly openItems: number;
};
