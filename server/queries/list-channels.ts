import "server-only";
import type { ChannelAccountDto, ChannelDto } from "@/contracts/channel-views";
import { getPrisma } from "@/server/db";
import { reader } from "@/server/transact";

type ChannelRaw = Omit<ChannelDto, "lastStatementOn" | "lastBatchOn"> & {
  lastStatementOn: string | null;
  lastBatchOn: string | null;
};

const SELECT = `
  SELECT c.code, c.name, c.format, c.timezone, c.cutoff, c.statement_lag_days AS "statementLagDays",
         c.buffer_days AS "bufferDays", c.refund_window_days AS "refundWindowDays", c.settles,
         c.remit_lag_days AS "remitLagDays", c.cost_bps AS "costBps", c.cap_minor::text AS "capMinor", c.bank_account AS "bankAccount", c.version,
         c.keyed_by AS "keyedBy", c.repeats, c.compares_fee AS "comparesFee", c.fee_tolerance_minor::text AS "feeToleranceMinor",
         (SELECT max(s.settles_on) FROM statements s WHERE s.channel_id = c.id) AS "lastStatementOn",
         (SELECT max(b.statement_on) FROM batches b WHERE b.channel_id = c.id AND b.is_current) AS "lastBatchOn"
  FROM channels c`;

/** Every channel with its settings: a handful, so they are not paged. */
export function listChannels(): Promise<ChannelDto[]> {
  return reader.query<ChannelRaw>(`${SELECT} ORDER BY c.id`);
}

/** One channel by its code, or null. */
export async function findChannel(code: string): Promise<ChannelDto | null> {
  const [channel] = await reader.query<ChannelRaw>(`${SELECT} WHERE c.code = $1`, [code]);
  return channel ?? null;
}

/** The accounts that belong to a channel, with what stands on them. */
export async function listChannelAccounts(code: string): Promise<ChannelAccountDto[]> {
  const accounts = await getPrisma().account.findMany({
    where: { channel: { code } },
    select: {
      accountNo: true,
      asset: true,
      subject: { select: { nameEn: true, nameZh: true } },
      accountBalance: { select: { postedMinor: true } },
    },
    orderBy: [{ glCode: "asc" }, { asset: "asc" }],
  });
  return accounts.map(({ accountNo, asset, subject, accountBalance }) => ({
    accountNo,
    ...subject,
    asset,
    postedMinor: `${accountBalance?.postedMinor ?? 0n}`,
  }));
}
