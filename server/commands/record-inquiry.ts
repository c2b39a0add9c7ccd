import "server-only";
import { decideInquiry, type InquiryDecision, type InquiryOutcome } from "@/core/reconciliation/decide-inquiry";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import type { ChannelAnswer } from "@/server/channels/channel-inquiry";
import { defineCommand } from "@/server/command";
import { enqueue } from "@/server/outbox/enqueue";
import { type AdoptedStatus, adoptStatuses } from "@/server/reconciliation/adopt";
import type { DueSubject } from "@/server/reconciliation/inquiry-subjects";
import type { DbTransaction } from "@/server/transact";

export type InquiryRecord = {
  readonly subject: DueSubject;
  readonly answer: ChannelAnswer | { readonly kind: "NO_ANSWER" };
};
type Recorded = { outcome: InquiryOutcome };

/** What we know of the subject, with its order or refund locked. */
type Facts = {
  no: string | null;
  orderNo: string | null;
  ourStatus: string | null;
  ours: { amountMinor: bigint; asset: string } | null;
  isListed: boolean;
  itemNo: string | null;
  listedOn: string | null;
};

/**
 * Records what a channel answered about a payment or refund, and makes a final answer ours where our status is open: with
 * the voucher that our own news would have had. An open item of it closes with the day's next batch, which is asked for.
 */
export const recordInquiry = defineCommand<InquiryRecord, Recorded>({
  action: "inquiry.record",
  permission: "suspense.work",
  object: ({ subject }) => ({ type: "inquiry", no: `${subject.channel}:${subject.matchKey}` }),
  toHashed: ({ subject, answer }) => [
    `${subject.channelId}`,
    subject.itemKind,
    subject.matchKey,
    subject.round,
    answer.kind,
  ],
  async effect(tx, { subject, answer }) {
    if (await isRecorded(tx, subject)) {
      return refuse("inquiry_recorded", `Round ${subject.round} about ${subject.matchKey} is recorded already.`);
    }
    const facts = await loadFacts(tx, subject);
    const decided = decideInquiry({ itemKind: subject.itemKind, ...facts }, answer);
    const settled = decided.outcome === "SETTLED" ? await settle(tx, subject, answer, facts, decided.status) : true;
    const outcome: InquiryOutcome = settled ? decided.outcome : "NOTHING_NEW";
    await keepInquiry(tx, { subject, answer }, outcome);
    const detail = { round: subject.round, answer: answer.kind, outcome, itemNo: facts.itemNo };
    const objectNo = `${subject.channel}:${subject.matchKey}`;
    await appendAudit(tx, { action: "inquiry.answered", objectType: "inquiry", objectNo, detail });
    return accept({ outcome });
  },
});

async function isRecorded(tx: DbTransaction, { channelId, itemKind, matchKey, round }: DueSubject): Promise<boolean> {
  const rows = await tx.query(
    "SELECT 1 FROM inquiries WHERE channel_id = $1 AND item_kind = $2 AND match_key = $3 AND round >= $4",
    [channelId, itemKind, matchKey, round],
  );
  return rows.length > 0;
}

async function loadFacts(tx: DbTransaction, { channelId, itemKind, matchKey }: DueSubject): Promise<Facts> {
  const known =
    itemKind === "PAYMENT"
      ? `SELECT order_no AS no, order_no AS "orderNo", status, channel_minor AS minor, asset FROM orders`
      : `SELECT refund_no AS no, order_no AS "orderNo", status, channel_minor AS minor, asset FROM refunds`;
  const [ours] = await tx.query<{ no: string; orderNo: string | null; status: string; minor: bigint; asset: string }>(
    `${known} WHERE channel_id = $1 AND match_key = $2 FOR UPDATE`,
    [channelId, matchKey],
  );
  const [listed] = await tx.query<{ on: string }>(
    `SELECT r.line_settles_on AS on FROM match_results r JOIN batches b ON b.id = r.batch_id AND b.is_current
     WHERE r.channel_id = $1 AND r.item_kind = $2 AND r.match_key = $3 AND r.superseded_by IS NULL
       AND r.channel_minor <> 0 ORDER BY r.line_settles_on LIMIT 1`,
    [channelId, itemKind, matchKey],
  );
  const [item] = await tx.query<{ itemNo: string }>(
    `SELECT item_no AS "itemNo" FROM suspense_items WHERE channel_id = $1 AND item_kind = $2 AND match_key = $3
       AND status NOT IN ('RESOLVED', 'AUTO_RESOLVED') ORDER BY id LIMIT 1`,
    [channelId, itemKind, matchKey],
  );
  return {
    no: ours?.no ?? null,
    orderNo: ours?.orderNo ?? null,
    ourStatus: ours?.status ?? null,
    ours: ours ? { amountMinor: ours.minor, asset: ours.asset } : null,
    isListed: listed !== undefined,
    itemNo: item?.itemNo ?? null,
    listedOn: listed?.on ?? null,
  };
}

type SettledStatus = Extract<InquiryDecision, { outcome: "SETTLED" }>["status"];

async function settle(
  tx: DbTransaction,
  subject: DueSubject,
  answer: InquiryRecord["answer"],
  { no, orderNo, ourStatus, itemNo, listedOn }: Facts,
  status: SettledStatus,
): Promise<boolean> {
  if (no === null || orderNo === null || ourStatus === null) return false;
  const isDone = answer.kind === "SUCCEEDED";
  const common = {
    no,
    orderNo,
    at: isDone ? answer.happenedAt : tx.context.now,
    channelId: subject.channelId,
    matchKey: subject.matchKey,
    channelNo: isDone ? answer.tradeNo : null,
    fromStatus: ourStatus,
    itemNo,
    ground: { inquiryRound: subject.round },
  };
  const wanted: AdoptedStatus =
    status === "PAID" || status === "CLOSED"
      ? { ...common, itemKind: "PAYMENT", status }
      : { ...common, itemKind: "REFUND", status };
  const adopted = await adoptStatuses(tx, [wanted]);
  if (listedOn !== null) await enqueue(tx, "reconciliation.rerun", { channel: subject.channel, date: listedOn });
  return adopted.length === 1;
}

async function keepInquiry(
  tx: DbTransaction,
  { subject, answer }: InquiryRecord,
  outcome: InquiryOutcome,
): Promise<void> {
  const said = answer.kind === "SUCCEEDED" ? answer : null;
  await tx.query(
    `INSERT INTO inquiries (channel_id, item_kind, match_key, round, answer, amount_minor, asset, trade_no, happened_at,
       outcome, asked_at, command_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      subject.channelId,
      subject.itemKind,
      subject.matchKey,
      subject.round,
      answer.kind,
      said?.amountMinor ?? null,
      said?.asset ?? null,
      said?.tradeNo ?? null,
      said?.happenedAt ?? null,
      outcome,
      tx.context.now,
      tx.context.commandId,
    ],
  );
}
