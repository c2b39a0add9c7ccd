import "server-only";
import type { DbTransaction } from "@/server/transact";

const TAKE = `
  WITH wanted AS (
    SELECT leg_no, minor FROM unnest($2::bigint[]) WITH ORDINALITY AS part (minor, leg_no) WHERE minor > 0
  ), taken AS (
    UPDATE order_legs AS leg SET refunded_minor = leg.refunded_minor + wanted.minor
    FROM wanted, order_numbers n
    WHERE n.order_no = $1 AND leg.ordered_on = n.ordered_on AND leg.channel_id = n.channel_id AND leg.match_key = n.match_key
      AND leg.leg_no = wanted.leg_no AND leg.refunded_minor + wanted.minor <= leg.paid_minor - leg.disputed_minor
    RETURNING leg.leg_no
  ), told AS (
    UPDATE orders AS o SET version = o.version + 1, command_id = $3
    FROM order_numbers n
    WHERE n.order_no = $1 AND o.ordered_on = n.ordered_on AND o.channel_id = n.channel_id AND o.match_key = n.match_key
  )
  SELECT (SELECT count(*) FROM wanted)::int AS wanted, (SELECT count(*) FROM taken)::int AS taken`;

/**
 * Takes the parts of a refund (by leg, in their order) from what its order has left, in one statement: a leg that has too
 * little, whoever was first, gives nothing. False: at least one gave nothing, and the caller rolls the others back.
 */
export async function reserveLegs(tx: DbTransaction, orderNo: string, parts: readonly bigint[]): Promise<boolean> {
  const [counted] = await tx.query<{ wanted: number; taken: number }>(TAKE, [orderNo, parts, tx.context.commandId]);
  return counted !== undefined && counted.taken === counted.wanted;
}

const RELEASE = `
  WITH told AS (
    UPDATE orders SET version = version + 1, command_id = $3 WHERE order_no = $1
  )
  UPDATE order_legs AS leg SET refunded_minor = greatest(leg.refunded_minor - part.minor, 0)
  FROM unnest($2::bigint[]) WITH ORDINALITY AS part (minor, leg_no)
  WHERE leg.order_no = $1 AND leg.leg_no = part.leg_no AND part.minor > 0`;

/** Gives the parts of a refund back to its order's legs. One that was changed past all commands gives what it has. */
export async function releaseLegs(tx: DbTransaction, orderNo: string, parts: readonly bigint[]): Promise<void> {
  await tx.query(RELEASE, [orderNo, parts, tx.context.commandId]);
}
