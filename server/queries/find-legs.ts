import "server-only";
import type { LegsDto } from "@/contracts/leg-views";
import { findChannelBank } from "@/server/queries/legs/channel-bank";
import { findOrdersChannel } from "@/server/queries/legs/orders-channel";
import { findOrdersLedger } from "@/server/queries/legs/orders-ledger";
import { type DbReader, reader } from "@/server/transact";

type ChannelRaw = { id: bigint; code: string; name: string; statementNo: string | null; batchNo: string | null };

/**
 * The three equations of one channel and settlement date, with their sums and the first items that differ, so that a
 * result says which leg is wrong; null where there is no such channel. `today` decides what merely waits.
 */
export async function findLegs(
  channel: string,
  date: string,
  today: string,
  db: DbReader = reader,
): Promise<LegsDto | null> {
  const [found] = await db.query<ChannelRaw>(
    `SELECT c.id, c.code, c.name, s.statement_no AS "statementNo", b.batch_no AS "batchNo" FROM channels c
     LEFT JOIN statements s ON s.channel_id = c.id AND s.settles_on = $2 AND s.superseded_by IS NULL
     LEFT JOIN batches b ON b.channel_id = c.id AND b.statement_on = $2 AND b.is_current
     WHERE c.code = $1`,
    [channel, date],
  );
  if (!found) return null;
  const legs = [
    await findOrdersChannel(db, found.id, date),
    await findOrdersLedger(db, found.id, date),
    await findChannelBank(db, channel, date, today),
  ];
  const { code, name, statementNo, batchNo } = found;
  const wrong = legs.flatMap(({ leg, state }) => (state === "DIFFERS" ? [leg] : []));
  return { channel: code, channelName: name, date, statementNo, batchNo, legs, wrong };
}
