/** What a number can name. Each has one page; see `hrefOf`. */
export const FINDABLE_KINDS = [
  "order",
  "refund",
  "line",
  "voucher",
  "suspense",
  "claim",
  "payout",
  "approval",
  "batch",
  "clearing",
  "settlement",
  "statement",
  "merchant",
  "account",
  "channel",
] as const;
export type FindableKind = (typeof FINDABLE_KINDS)[number];

export type FoundDto = {
  readonly kind: FindableKind;
  readonly no: string;
  /** A name, an order number, a day: whatever tells it apart. */
  readonly note: string | null;
};

/** `exact`: the number is exactly this. `similar`: it begins so, or a name does. Only what the reader may see. */
export type SearchDto = {
  readonly query: string;
  readonly exact: readonly FoundDto[];
  readonly similar: readonly FoundDto[];
};
