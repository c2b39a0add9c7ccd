import type { PostingEvent } from "@/core/ledger/catalogue";
import type { EvidenceRule } from "./evidence";
import { BREAK_KINDS, type BreakKind, type Direction, type SuspenseItem } from "./item";
import { RESOLUTIONS, type Resolution } from "./resolutions";

export type Play = {
  readonly direction: Direction | "EITHER";
  readonly kinds: readonly BreakKind[];
  readonly itemKinds: readonly ("PAYMENT" | "REFUND")[];
  /** The rule of the posting catalogue; null for what takes openings back instead. */
  readonly event: PostingEvent | null;
  /** What has to stand beside the item before anybody may propose it; the maker's reason always does. */
  readonly evidence: readonly EvidenceRule[];
  /** Whether its voucher can be taken back by reopening the item. */
  readonly canReopen: boolean;
  /** So many bank days the debtor of a claim has to pay; null where nothing is claimed. */
  readonly claimDueIn: number | null;
};

const BOTH = ["PAYMENT", "REFUND"] as const;
const ALL = { kinds: BREAK_KINDS, itemKinds: BOTH } as const;
const [FROM_1_000, FROM_50_000] = [100_000n, 5_000_000n];
const FINDING_OVER_1_000_FILE_OVER_50_000: readonly EvidenceRule[] = [
  { need: "FINDING", fromMinor: FROM_1_000 },
  { need: "ATTACHMENT", fromMinor: FROM_50_000 },
];
const PLAIN = { evidence: [], canReopen: true, claimDueIn: null } as const;
const SPENT = { ...PLAIN, evidence: FINDING_OVER_1_000_FILE_OVER_50_000 } as const;

/**
 * The playbook: which resolution suits which break, what it posts, what it has to be shown with. Who checks it is the
 * approval policy's business. A refund to the payer needs nothing more than the line itself, since it goes back the way
 * the money came. An offset is not reopened: both openings are reversed, and a voucher is reversed once. A match by hand
 * resolves nothing by itself, and is released where it was made.
 */
export const PLAYBOOK: Record<Resolution, Play> = {
  BOOK_TO_ORDER: {
    direction: "LONG",
    kinds: ["LONG", "STATUS_MISMATCH", "AMOUNT_MISMATCH"],
    itemKinds: ["PAYMENT"],
    event: "suspense.booked_to_order",
    ...PLAIN,
  },
  REFUND_TO_PAYER: {
    direction: "LONG",
    kinds: ["LONG", "STATUS_MISMATCH", "AMOUNT_MISMATCH", "DUPLICATE", "ASSET_MISMATCH"],
    itemKinds: BOTH,
    event: "suspense.refunded_to_payer",
    ...PLAIN,
  },
  WRITE_OFF_TO_INCOME: { direction: "LONG", ...ALL, event: "suspense.written_off_to_income", ...SPENT },
  REVERSE_CAPTURE: {
    direction: "SHORT",
    kinds: ["SHORT", "STATUS_MISMATCH"],
    itemKinds: ["PAYMENT"],
    event: "suspense.capture_reversed",
    ...PLAIN,
  },
  CLAIM_FROM_CHANNEL: { direction: "SHORT", ...ALL, event: "suspense.claimed", ...SPENT, claimDueIn: 10 },
  CHARGE_TO_SETTLEMENT: { direction: "SHORT", ...ALL, event: "suspense.charged_to_settlement", ...SPENT },
  CHARGE_TO_DEPOSIT: { direction: "SHORT", ...ALL, event: "suspense.charged_to_deposit", ...SPENT },
  WRITE_OFF_AS_LOSS: {
    direction: "SHORT",
    ...ALL,
    event: "suspense.written_off_as_loss",
    ...PLAIN,
    evidence: [
      { need: "FINDING", fromMinor: 0n },
      { need: "ATTACHMENT", fromMinor: FROM_1_000 },
    ],
  },
  OFFSET: { direction: "EITHER", ...ALL, event: null, ...PLAIN, canReopen: false },
  MATCH_BY_HAND: {
    direction: "EITHER",
    kinds: ["LONG", "SHORT"],
    itemKinds: BOTH,
    event: null,
    ...PLAIN,
    canReopen: false,
  },
};

/** The resolutions that the playbook allows for an item, best first. */
export function listResolutions(item: Pick<SuspenseItem, "kind" | "itemKind" | "direction">): Resolution[] {
  return RESOLUTIONS.filter((resolution) => suits(PLAYBOOK[resolution], item));
}

export function suits(play: Play, item: Pick<SuspenseItem, "kind" | "itemKind" | "direction">): boolean {
  return (
    (play.direction === "EITHER" || play.direction === item.direction) &&
    play.kinds.includes(item.kind) &&
    play.itemKinds.includes(item.itemKind)
  );
}
