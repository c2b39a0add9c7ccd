import "server-only";
import type { MakerRecordDto } from "@/contracts/approval-views";
import { reader } from "@/server/transact";

/** How a maker's requests of the last thirty days ended, by the database's clock. */
export async function getMakerRecord(makerId: bigint): Promise<MakerRecordDto> {
  const [row] = await reader.query<MakerRecordDto>(
    `SELECT count(*)::int AS proposed, count(*) FILTER (WHERE status = 'EXECUTED')::int AS approved,
            count(*) FILTER (WHERE status = 'REJECTED')::int AS rejected,
            count(*) FILTER (WHERE status = 'PENDING' AND expires_at > now())::int AS waiting
     FROM approvals WHERE maker_id = $1 AND asked_at > now() - interval '30 days'`,
    [makerId],
  );
  return row ?? { proposed: 0, approved: 0, rejected: 0, waiting: 0 };
}
