import "server-only";
import { accountingDayOf, addDays } from "@/core/calendar/settlement-day";
import { accept, type Result, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { lockBankBook } from "@/server/bank/bank-accounts";
import { defineCommand } from "@/server/command";
import { type ChannelRow, findChannel } from "@/server/store/channels";
import { isKeyReused, type PostedVoucher, postVouchers } from "@/server/store/post-vouchers";
import type { DbTransaction } from "@/server/transact";

export type RemittanceRequest = { readonly channel: string; readonly date: string };
/** One voucher an asset. `existed`: everything of this day had been recorded before. */
export type RemittanceRecorded = {
  channel: string;
  date: string;
  remitted: { asset: string; amountMinor: string; voucherNo: string }[];
  existed: boolean;
};

type Net = { asset: string; net: bigint };
type StatementRow = { id: bigint; remit_lag_days: number };

/** What a statement says is ours: its lines less the fees, which a channel that bills them apart (GROSS) does not keep. */
const NETS = `
  SELECT a.asset, a.signed_minor - CASE c.settles WHEN 'NET' THEN a.fee_minor ELSE 0 END AS net
  FROM statement_assets a JOIN statements s ON s.id = a.statement_id JOIN channels c ON c.id = s.channel_id
  WHERE a.statement_id = $1 ORDER BY a.asset`;

type Received = { asset: string; amountMinor: string; voucherNo: string };
const RECEIVED = `
  SELECT d.asset, d.amount_minor::text AS "amountMinor", coalesce(v.voucher_no, '') AS "voucherNo"
  FROM bank_match_days d LEFT JOIN LATERAL (
    SELECT v.voucher_no FROM bank_match_vouchers m JOIN vouchers v ON v.id = m.voucher_id
    WHERE m.match_id = d.match_id AND m.is_live ORDER BY v.id LIMIT 1
  ) AS v ON true
  WHERE d.channel_id = $1 AND d.settles_on = $2 AND d.is_live ORDER BY d.asset, d.match_id`;

/** The bank's statement was first: its line booked the money, and there is nothing left to record. */
function alreadyReceived(channel: string, date: string, remitted: Received[]): Result<RemittanceRecorded> {
  return accept({ channel, date, remitted, existed: true });
}

/**
 * Records that a channel has sent the money of one statement day to its reserve bank account: the statement's own net,
 * once a day. A day whose refunds outweigh its payments has nothing to send and is refused.
 */
export const recordRemittance = defineCommand<RemittanceRequest, RemittanceRecorded>({
  action: "remittance.record",
  permission: "merchant.edit",
  object: ({ channel, date }) => ({ type: "remittance", no: `${channel}:${date}` }),
  toHashed: ({ channel, date }) => ({ channel, date }),
  async effect(tx, { channel: code, date }) {
    const channel = await findChannel(tx, code);
    if (!channel) return refuse("channel_unknown", `Channel ${code} is not known; set it up first.`);
    // The bank's own line may be here already, or come in at this moment: one of the two books the money.
    await lockBankBook(tx, channel.bankAccount);
    const [statement] = await tx.query<StatementRow>(
      `SELECT s.id, c.remit_lag_days FROM statements s JOIN channels c ON c.id = s.channel_id
       WHERE s.channel_id = $1 AND s.settles_on = $2 AND s.superseded_by IS NULL`,
      [channel.id, date],
    );
    if (!statement) return refuse("statement_missing", `There is no statement of ${code} for ${date}.`);
    const received = await tx.query<Received>(RECEIVED, [channel.id, date]);
    if (received.length > 0) return alreadyReceived(code, date, received);
    const nets = await tx.query<Net>(NETS, [statement.id]);
    const negative = nets.find((one) => one.net < 0n);
    if (negative) {
      return refuse(
        "remittance_negative",
        `The statement of ${code} for ${date} comes to ${negative.net} ${negative.asset} in minor units: the channel sends nothing.`,
        { asset: negative.asset, amountMinor: `${negative.net}` },
      );
    }
    const [on = date] = [addDays(date, statement.remit_lag_days), accountingDayOf(tx.context.now)].sort();
    return postRemittance(
      tx,
      channel,
      { date, on },
      nets.filter((one) => one.net > 0n),
    );
  },
});

async function postRemittance(
  tx: DbTransaction,
  channel: ChannelRow,
  { date, on }: { date: string; on: string },
  nets: readonly Net[],
): Promise<Result<RemittanceRecorded>> {
  let posted: PostedVoucher[];
  try {
    posted = await postVouchers(
      tx,
      nets.map(({ asset, net }) => ({
        event: "channel.remitted",
        key: `remit:${channel.code}:${date}${asset === "CNY" ? "" : `:${asset}`}`,
        amounts: { amount: net },
        asset,
        owner: { channel },
        on,
        occurredAt: tx.context.now,
        objectType: "channel_day",
        objectNo: `${channel.code}:${date}`,
      })),
    );
  } catch (error) {
    if (!isKeyReused(error)) throw error;
    const message = `The remittance of ${channel.code} for ${date} was recorded with another amount, before its statement was corrected.`;
    return refuse("remittance_differs", message, { channel: channel.code, date });
  }
  const remitted = posted.map((voucher, index) => ({
    asset: nets[index]?.asset ?? "",
    amountMinor: `${nets[index]?.net ?? 0n}`,
    voucherNo: voucher.voucherNo,
  }));
  const existed = posted.every((voucher) => voucher.existed);
  if (!existed) {
    const objectNo = `${channel.code}:${date}`;
    await appendAudit(tx, { action: "remittance.recorded", objectType: "remittance", objectNo, detail: remitted });
  }
  return accept({ channel: channel.code, date, remitted, existed });
}
