/** The ratio in basis points as text, since it comes from whole minor units; null where nothing is owed. */
export type CoverageDto = {
  readonly asset: string;
  readonly held: readonly { readonly glCode: string; readonly amountMinor: string }[];
  readonly owed: readonly { readonly glCode: string; readonly amountMinor: string }[];
  readonly heldMinor: string;
  readonly owedMinor: string;
  readonly surplusMinor: string;
  readonly ratioBps: string | null;
  readonly isCovered: boolean;
  /** Open shorts, claims and channel cost: what a gap is explained by. */
  readonly explaining: readonly { readonly glCode: string; readonly amountMinor: string }[];
  readonly explainingMinor: string;
  readonly unexplainedMinor: string;
};

/** One account that the position is made of. `owner` is its bank account, its channel's code, or null for the company. */
export type PositionAccountDto = {
  readonly accountNo: string;
  readonly glCode: string;
  readonly owner: string | null;
  readonly ownerName: string | null;
  readonly asset: string;
  readonly postedMinor: string;
};

/** What merchants are owed on one subject, all their accounts together. */
export type OwedSubjectDto = {
  readonly glCode: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly asset: string;
  readonly accounts: number;
  readonly postedMinor: string;
};

export type PositionDto = {
  readonly coverages: readonly CoverageDto[];
  readonly accounts: readonly PositionAccountDto[];
  readonly owed: readonly OwedSubjectDto[];
};
