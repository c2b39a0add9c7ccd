import "server-only";
import type { PayingChannelDto } from "@/contracts/payout-views";
import { reader } from "@/server/transact";

/** The channels by which payouts can go, whose reserve bank has most first. */
export async function listPayingChannels(asset: string): Promise<PayingChannelDto[]> {
  const rows = await reader.query<{ no: string; name: string; minor: bigint }>(
    `SELECT c.code AS no, c.name, coalesce(h.posted_minor - h.frozen_minor, 0)::bigint AS minor
     FROM channels c LEFT JOIN accounts a ON a.gl_code = '1002' AND a.bank_account = c.bank_account AND a.asset = $1
     LEFT JOIN account_holdings h ON h.account_id = a.id ORDER BY minor DESC, c.code`,
    [asset],
  );
  return rows.map(({ minor, ...channel }) => ({ ...channel, reserveMinor: `${minor}` }));
}
