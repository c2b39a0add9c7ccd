import "server-only";
import type { MatchByHandInput } from "@/contracts/manual-matches";
import { accept, type Refusal, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { findNamedLine, keepManualMatch, type NamedLine } from "@/server/reconciliation/manual-match";
import type { DbTransaction } from "@/server/transact";

type Matched = { channel: string; settlesOn: string; matchKey: string; asMatchKey: string };

/**
 * Pairs a line with a payment or refund of ours of another number, where nothing of theirs is in suspense: both only
 * wait, or were never asked. Where one of them has a suspense item, money leaves suspense, and its item's proposal asks
 * for the approval. The day's next batch, which is asked for at once, knows the pair; so does every later one.
 */
export const matchByHand = defineCommand<MatchByHandInput, Matched>({
  action: "reconciliation.match",
  permission: "reconciliation.match",
  object: ({ statementNo }) => ({ type: "statement", no: statementNo }),
  toHashed: ({ statementNo, lineNo, ourNo, reason }) => ({ statementNo, lineNo, ourNo, reason }),
  async effect(tx, { statementNo, lineNo, ourNo, reason }) {
    const makerId = tx.context.actor.userId;
    if (makerId === null) return refuse("maker_missing", "Only a person can pair a line by hand.");
    const line = await findNamedLine(tx, statementNo, lineNo);
    if (!line) return lineUnknown(statementNo, lineNo);
    if (line.isSuperseded) return statementSuperseded(statementNo);
    const asMatchKey = await findOurKey(tx, line, ourNo);
    if (asMatchKey === null) {
      return refuse(
        "our_number_unknown",
        `There is no ${line.itemKind === "PAYMENT" ? "order" : "refund"} ${ourNo} of this channel that you may see.`,
        { ourNo },
      );
    }
    if (asMatchKey === (line.asMatchKey ?? line.matchKey)) {
      return refuse("match_is_there", `This line goes by ${asMatchKey} already; nothing was changed.`, { ourNo });
    }
    const itemNo = await findOpenItem(tx, line, asMatchKey);
    if (itemNo !== null) {
      return refuse(
        "match_needs_approval",
        `${itemNo} is open: pairing takes its money out of suspense. Propose the match from that item, so that somebody checks it.`,
        { itemNo },
      );
    }
    await keepManualMatch(tx, line, { act: "PAIR", asMatchKey }, { makerId, reason });
    const { channel, settlesOn, matchKey } = line;
    const detail = { channel, settlesOn, itemKind: line.itemKind, lineNo, matchKey, asMatchKey, reason };
    await appendAudit(tx, { action: "line.paired", objectType: "statement", objectNo: statementNo, detail });
    return accept({ channel, settlesOn, matchKey, asMatchKey });
  },
});

export function lineUnknown(statementNo: string, lineNo: string): { ok: false; refusal: Refusal } {
  return refuse("statement_line_unknown", `${statementNo} has no line ${lineNo}.`, { statementNo, lineNo });
}

export function statementSuperseded(statementNo: string): { ok: false; refusal: Refusal } {
  return refuse(
    "statement_superseded",
    `${statementNo} has been replaced by a corrected file; name the line there. Nothing was changed.`,
    { statementNo },
  );
}

async function findOurKey(tx: DbTransaction, line: NamedLine, ourNo: string): Promise<string | null> {
  const [table, number] = line.itemKind === "PAYMENT" ? ["orders", "order_no"] : ["refunds", "refund_no"];
  const [found] = await tx.query<{ matchKey: string }>(
    `SELECT t.match_key AS "matchKey" FROM ${table} t LEFT JOIN merchants m ON m.id = t.merchant_id
     WHERE t.${number} = $1 AND t.channel_id = $2 AND ($3::text[] IS NULL OR m.merchant_no = ANY ($3))`,
    [ourNo, line.channelId, tx.context.actor.scope],
  );
  return found?.matchKey ?? null;
}

/** The keys of both sides, as they go now and as they would go. The database holds the same rule. */
async function findOpenItem(tx: DbTransaction, line: NamedLine, asMatchKey: string): Promise<string | null> {
  const [item] = await tx.query<{ itemNo: string }>(
    `SELECT item_no AS "itemNo" FROM suspense_items
     WHERE channel_id = $1 AND item_kind = $2 AND match_key = ANY ($3) AND status NOT IN ('RESOLVED', 'AUTO_RESOLVED')
     ORDER BY id LIMIT 1`,
    [line.channelId, line.itemKind, [line.matchKey, line.asMatchKey ?? line.matchKey, asMatchKey]],
  );
  return item?.itemNo ?? null;
}
