import "server-only";
import type { DisputeDto } from "@/contracts/order-views";
import { reader } from "@/server/transact";

type DisputeRaw = Omit<DisputeDto, "amountMinor" | "notedAt" | "closedAt"> & {
  minor: bigint;
  notedAt: Date;
  closedAt: Date | null;
};

const MOST = 100;

/** The disputes of an order that the reader has been let see, the newest first. */
export async function listDisputes(orderNo: string): Promise<DisputeDto[]> {
  const raws = await reader.query<DisputeRaw>(
    `SELECT d.dispute_no AS "disputeNo", d.channel_case_no AS "channelCaseNo", d.amount_minor AS minor, d.asset, d.status,
            d.reason, u.display_name AS "notedBy", d.noted_at AS "notedAt", d.closed_at AS "closedAt",
            d.close_reason AS "closeReason"
     FROM payment_disputes d LEFT JOIN users u ON u.id = d.noted_by WHERE d.order_no = $1 ORDER BY d.id DESC LIMIT ${MOST}`,
    [orderNo],
  );
  return raws.map(({ minor, notedAt, closedAt, ...dispute }) => ({
    ...dispute,
    amountMinor: `${minor}`,
    notedAt: notedAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
  }));
}
