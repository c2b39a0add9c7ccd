import "server-only";
import { addBusinessDays, weekdayFrom } from "@/core/calendar/business-calendar";
import { addDays } from "@/core/calendar/settlement-day";
import { type CalendarFinder, loadCalendarFinder } from "@/server/store/calendars";
import type { DbReader } from "@/server/transact";

/** One day of one channel with what its statement says and what became of it; minor units, signed. */
export type RemittanceDay = {
  readonly channelId: bigint;
  readonly channel: string;
  readonly channelName: string;
  readonly bankAccount: string;
  readonly settlesOn: string;
  readonly asset: string;
  readonly statementNo: string;
  readonly dueOn: string;
  readonly netMinor: bigint;
  /** What bank lines stand for. */
  readonly receivedMinor: bigint;
  /** What is still to come; negative where the channel keeps it back. */
  readonly openMinor: bigint;
  /** Recorded by hand, and no bank line stands for it so far. */
  readonly bookedMinor: bigint;
  readonly booked: readonly { readonly voucherId: bigint; readonly amountMinor: bigint }[];
};
export type DayQuestion = {
  readonly channel?: string;
  readonly bankAccount?: string;
  readonly asset?: string;
  readonly from?: string;
  readonly to?: string;
};

type Raw = Omit<RemittanceDay, "dueOn" | "openMinor" | "booked"> & {
  lag: number;
  vouchers: string[];
  amounts: string[];
};

const DAYS = `
  WITH newest AS (
    SELECT s.id, s.statement_no, s.settles_on, s.channel_id FROM statements s JOIN channels c ON c.id = s.channel_id
    WHERE s.superseded_by IS NULL AND ($1::text IS NULL OR c.code = $1) AND ($2::text IS NULL OR c.bank_account = $2)
      AND ($4::date IS NULL OR s.settles_on >= $4) AND ($5::date IS NULL OR s.settles_on <= $5)
  ), received AS (
    SELECT channel_id, settles_on, asset, sum(amount_minor)::bigint AS minor FROM bank_match_days WHERE is_live GROUP BY 1, 2, 3
  )
  SELECT c.id AS "channelId", c.code AS channel, c.name AS "channelName", c.bank_account AS "bankAccount",
         c.remit_lag_days AS lag, s.settles_on AS "settlesOn", n.asset, s.statement_no AS "statementNo",
         (n.signed_minor - CASE c.settles WHEN 'NET' THEN n.fee_minor ELSE 0 END)::bigint AS "netMinor", coalesce(r.minor, 0)::bigint AS "receivedMinor", coalesce(b.minor, 0)::bigint AS "bookedMinor",
         coalesce(b.vouchers, '{}') AS vouchers, coalesce(b.amounts, '{}') AS amounts
  FROM newest s JOIN channels c ON c.id = s.channel_id JOIN statement_assets n ON n.statement_id = s.id AND ($3::text IS NULL OR n.asset = $3)
  LEFT JOIN received r ON r.channel_id = c.id AND r.settles_on = s.settles_on AND r.asset = n.asset
  LEFT JOIN LATERAL (
    SELECT sum(e.change_minor) AS minor, array_agg(v.id::text ORDER BY v.id) AS vouchers,
           array_agg(e.change_minor::text ORDER BY v.id) AS amounts
    FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on AND e.asset = n.asset
    JOIN accounts a ON a.id = e.account_id AND a.gl_code = '1002' AND a.bank_account = c.bank_account
    WHERE v.object_type = 'channel_day' AND v.object_no = c.code || ':' || s.settles_on AND v.event = 'channel.remitted'
      AND NOT EXISTS (SELECT 1 FROM vouchers x WHERE x.reverses_voucher_id = v.id)
      AND NOT EXISTS (SELECT 1 FROM bank_match_vouchers m WHERE m.voucher_id = v.id AND m.is_live)
  ) AS b ON true
  ORDER BY s.settles_on, c.id, n.asset`;

/**
 * The days of the statements that stand, ascending. A day's net is the same sum as a remittance recorded by hand has: the
 * lines, less the fees of a channel that keeps them.
 */
export async function loadRemittanceDays(db: DbReader, question: DayQuestion): Promise<RemittanceDay[]> {
  const { channel = null, bankAccount = null, asset = null, from = null, to = null } = question;
  const raws = await db.query<Raw>(DAYS, [channel, bankAccount, asset, from, to]);
  const findCalendar = await loadCalendarFinder(db);
  return raws.map(({ lag, vouchers, amounts, ...day }) => ({
    ...day,
    dueOn: dueDayOf(findCalendar, day, lag),
    openMinor: day.netMinor - day.receivedMinor,
    booked: vouchers.map((id, index) => ({ voucherId: BigInt(id), amountMinor: BigInt(amounts[index] ?? "0") })),
  }));
}

/**
 * The day by which the bank should have it, by the channel's calendar, else the bank's, else China's. It is what we expect and
 * no promise of ours: past the end of the calendar weekdays count, so that the bank's statements can still be read.
 */
export function dueDayOf(
  findCalendar: CalendarFinder,
  { channel, bankAccount, settlesOn }: Pick<Raw, "channel" | "bankAccount" | "settlesOn">,
  lag: number,
): string {
  const from = addDays(settlesOn, lag);
  const due = addBusinessDays(findCalendar({ channel, bankAccount }), from, 0);
  return due.ok ? due.value : weekdayFrom(from);
}
