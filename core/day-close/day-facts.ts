/** One channel and the day: its statement, and the batch that was run over it. */
export type ChannelFacts = {
  readonly channel: string;
  /** `NOT_EXPECTED`: the channel had no payment yet, so that nothing is due of it. */
  readonly delivery: "ARRIVED" | "WAIVED" | "AWAITED" | "LATE" | "NOT_EXPECTED";
  readonly dueOn: string;
  readonly statementNo: string | null;
  readonly batch: "BALANCED" | "RUNNING" | "MISSING" | "OUTDATED" | "UNBALANCED" | null;
  readonly batchNo: string | null;
  readonly breaks: number;
};

/**
 * The day's clearing; `moved` says whether anything of merchants moved that day, clearing and
 * settlement apart, so that there is something to clear.
 */
export type ClearingFacts = {
  readonly batchNo: string | null;
  readonly carried: bigint;
  /** A later date that was cleared, and took in what was left of this one. */
  readonly laterBatchNo: string | null;
  readonly moved: boolean;
  /** Fees of the batch, and what its vouchers posted to fee income, an asset each. */
  readonly fees: readonly Sides[];
};

/** The day's settlement. `dueMerchants`: of whom something had fallen due by the day, and was not settled. */
export type SettlementFacts = {
  readonly batchNo: string | null;
  /** A later date that was settled, and took in what was left of this one. */
  readonly laterBatchNo: string | null;
  /** Null where the calendar of business days does not reach the day, so that nobody can say what is due. */
  readonly dueMerchants: bigint | null;
  /** What the batch settled, and what its vouchers moved, an asset each. */
  readonly settled: readonly Sides[];
};

/** Two sides that have to be one number, in minor units of the asset. */
export type Sides = {
  readonly place: string;
  readonly asset: string;
  readonly leftMinor: bigint;
  readonly rightMinor: bigint;
};

/** What was to be done for the day by people and jobs. */
export type WorkFacts = {
  readonly channels: readonly ChannelFacts[];
  readonly clearing: ClearingFacts;
  readonly settlement: SettlementFacts;
};

export type VoucherFacts = {
  readonly vouchers: bigint;
  readonly withEntries: bigint;
  /** Vouchers without entries and entries without a voucher, the first of them by name. */
  readonly alone: bigint;
  readonly aloneNo: string | null;
  readonly unbalanced: bigint;
  readonly unbalancedNo: string | null;
  readonly turnover: readonly Sides[];
};

export type BankFacts = {
  readonly account: string;
  readonly asset: string;
  readonly bankMinor: bigint;
  readonly bookMinor: bigint;
  readonly closedOn: string;
  /** Whether named lines and bookings come to just the difference. */
  readonly isExplained: boolean;
};

/** What the books say, held against themselves and against what they stand for. */
export type BookFacts = {
  readonly vouchers: VoucherFacts;
  /** Per subject: what its accounts hold at the end of the day, and what the subject comes to by itself. */
  readonly subjects: readonly Sides[];
  /** Accounts that others keep item by item: suspense, claims, in transit; against their open items. */
  readonly controls: readonly Sides[];
  readonly banks: readonly BankFacts[];
  readonly receivables: readonly Sides[];
  readonly trial: readonly Sides[];
  readonly reported: readonly Sides[];
};

/** What waits and does not stop the day. */
export type OpenFacts = {
  readonly suspense: readonly {
    readonly direction: "LONG" | "SHORT";
    readonly asset: string;
    readonly items: bigint;
    readonly minor: bigint;
  }[];
  readonly approvals: readonly { readonly act: string; readonly count: bigint }[];
};
