import type { AdoptionRuleDto } from "@/contracts/adoption";

/** Where the word for a status of ours stands: orders and refunds call the same state by other names. */
export function statusKeyOf({ itemKind, ourStatus }: Pick<AdoptionRuleDto, "itemKind" | "ourStatus">): string {
  return itemKind === "PAYMENT" ? `orderStatus.${ourStatus}` : `refundStatus.${ourStatus}`;
}
