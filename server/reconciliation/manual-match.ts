import "server-only";
import { invariant } from "@/core/result";
import { enqueue } from "@/server/outbox/enqueue";
import type { DbReader, DbTransaction } from "@/server/transact";

/** A line of a statement, by what a corrected file of the day still has. */
export type LineIdentity = {
  readonly channelId: bigint;
  readonly settlesOn: string;
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly matchKey: string;
};
/** `asMatchKey`: the key that people have lent it; null where it goes by its own. */
export type NamedLine = LineIdentity & {
  readonly channel: string;
  readonly statementNo: string;
  readonly lineNo: bigint;
  readonly isSuperseded: boolean;
  readonly asMatchKey: string | null;
};
export type ManualMatch =
  | { readonly act: "PAIR"; readonly asMatchKey: string; readonly approvalId?: bigint }
  | { readonly act: "PART" }
  | { readonly act: "RELEASE" };

/** The line at this place of a statement; null where there is none. */
export async function findNamedLine(db: DbReader, statementNo: string, lineNo: string): Promise<NamedLine | null> {
  const [row] = await db.query<NamedLine>(
    `SELECT s.channel_id AS "channelId", c.code AS channel, s.settles_on AS "settlesOn", l.item_kind AS "itemKind",
            l.match_key AS "matchKey", s.statement_no AS "statementNo", l.line_no AS "lineNo",
            s.superseded_by IS NOT NULL AS "isSuperseded", o.as_match_key AS "asMatchKey"
     FROM statements s JOIN channels c ON c.id = s.channel_id
     JOIN statement_lines l ON l.settles_on = s.settles_on AND l.statement_id = s.id AND l.line_no = $2
     LEFT JOIN line_key_overrides o ON o.channel_id = s.channel_id AND o.settles_on = s.settles_on
       AND o.item_kind = l.item_kind AND o.match_key = l.match_key
     WHERE s.statement_no = $1`,
    [statementNo, lineNo],
  );
  return row ?? null;
}

/**
 * Writes what somebody has said about a line, and asks for the day to be run again, so that batch and books follow. The
 * batch that counts stays as it is until then.
 */
export async function keepManualMatch(
  tx: DbTransaction,
  line: LineIdentity,
  match: ManualMatch,
  by: { readonly makerId: bigint | string; readonly reason: string },
): Promise<void> {
  const lent = { PAIR: match.act === "PAIR" ? match.asMatchKey : null, PART: `~${line.matchKey}`, RELEASE: null };
  await tx.query(
    `INSERT INTO manual_matches (channel_id, settles_on, item_kind, match_key, act, as_match_key, reason, made_by, approval_id,
       created_at, command_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      line.channelId,
      line.settlesOn,
      line.itemKind,
      line.matchKey,
      match.act,
      lent[match.act],
      by.reason,
      by.makerId,
      match.act === "PAIR" ? (match.approvalId ?? null) : null,
      tx.context.now,
      tx.context.commandId,
    ],
  );
  const [channel] = await tx.query<{ code: string }>("SELECT code FROM channels WHERE id = $1", [line.channelId]);
  invariant(channel, "a line has its channel");
  await enqueue(tx, "reconciliation.rerun", { channel: channel.code, date: line.settlesOn });
}
