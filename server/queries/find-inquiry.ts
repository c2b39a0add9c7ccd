import "server-only";
import type { InquiryDto } from "@/contracts/suspense-views";
import { MAX_INQUIRY_ROUNDS } from "@/core/reconciliation/decide-inquiry";
import type { BreakKind } from "@/core/suspense/item";
import { findChannelClient } from "@/server/channels/find-channel-client";
import type { SuspenseItemRow } from "@/server/store/suspense-items";
import { reader } from "@/server/transact";

type RoundRaw = Omit<InquiryDto["rounds"][number], "amountMinor" | "at"> & { amountMinor: bigint | null; at: Date };

/** Whose status or amount a channel can say something about. */
const ASKED: readonly BreakKind[] = ["LONG", "SHORT", "STATUS_MISMATCH", "AMOUNT_MISMATCH"];

/** What the channel was asked about an item, and whether it can be asked at all; null for what nobody asks about. */
export async function findInquiry(item: SuspenseItemRow, channel: string): Promise<InquiryDto | null> {
  if (!ASKED.includes(item.kind)) return null;
  const rounds = await reader.query<RoundRaw>(
    `SELECT round, answer, outcome, amount_minor AS "amountMinor", asset, asked_at AS at FROM inquiries
     WHERE channel_id = $1 AND item_kind = $2 AND match_key = $3 ORDER BY round`,
    [item.channelId, item.itemKind, item.matchKey],
  );
  return {
    canAsk: findChannelClient(channel) !== null,
    maxRounds: MAX_INQUIRY_ROUNDS,
    rounds: rounds.map(({ amountMinor, at, ...round }) => ({
      ...round,
      amountMinor: amountMinor === null ? null : `${amountMinor}`,
      at: at.toISOString(),
    })),
  };
}
