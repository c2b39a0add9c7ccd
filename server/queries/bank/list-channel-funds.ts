import "server-only";
import type { ChannelFundDayDto, ChannelFundsDto } from "@/contracts/bank-views";
import { reader } from "@/server/transact";

const MAX_DAYS = 60;

type AccountRaw = {
  id: bigint;
  account: string;
  asset: string;
  channelId: bigint;
  channel: string;
  channelName: string;
  closedOn: string;
  closingMinor: bigint;
};
type DayRaw = { on: string; moved: bigint; statement: bigint | null; withdrawn: bigint; received: bigint };

const ACCOUNTS = `
  SELECT b.id, b.code AS account, b.asset, c.id AS "channelId", c.code AS channel, c.name AS "channelName",
         s.ends_on AS "closedOn", s.closing_minor AS "closingMinor"
  FROM bank_accounts b JOIN channels c ON c.id = b.channel_id
  CROSS JOIN LATERAL (SELECT ends_on, closing_minor FROM bank_statements s WHERE s.bank_account_id = b.id AND s.superseded_by IS NULL
                      ORDER BY ends_on DESC, root_id DESC LIMIT 1) AS s
  WHERE b.kind = 'CHANNEL' ORDER BY c.id, b.asset`;

/**
 * Day by day: what moved on the account besides withdrawals has to be what the trade statement of the day comes to, fees
 * less as they were kept; and what was withdrawn is what the bank receives.
 */
const DAYS = `
  WITH moved AS (
    SELECT booked_on AS on, sum(signed_minor) FILTER (WHERE NOT is_withdrawal)::bigint AS moved,
           -sum(signed_minor) FILTER (WHERE is_withdrawal)::bigint AS withdrawn
    FROM (SELECT l.booked_on, l.signed_minor, l.signed_minor < 0 AND coalesce(l.business_type, '') ~* '提现|转出|withdraw' AS is_withdrawal
          FROM bank_lines l WHERE l.bank_account_id = $1 AND l.dropped_by IS NULL) AS l
    GROUP BY booked_on
  )
  SELECT m.on, coalesce(m.moved, 0)::bigint AS moved, t.net AS statement, coalesce(m.withdrawn, 0)::bigint AS withdrawn,
         coalesce(r.received, 0)::bigint AS received
  FROM moved m
  LEFT JOIN LATERAL (
    SELECT (n.signed_minor - n.fee_minor)::bigint AS net FROM statements s
    JOIN statement_assets n ON n.statement_id = s.id AND n.asset = $3
    WHERE s.channel_id = $2 AND s.settles_on = m.on AND s.superseded_by IS NULL
  ) AS t ON true
  LEFT JOIN LATERAL (
    SELECT sum(l.signed_minor)::bigint AS received FROM bank_lines l
    WHERE l.booked_on = m.on AND l.asset = $3 AND EXISTS (
      SELECT 1 FROM bank_match_lines x JOIN bank_match_days d ON d.match_id = x.match_id AND d.is_live
      WHERE x.line_id = l.id AND x.is_live AND d.channel_id = $2)
  ) AS r ON true
  ORDER BY m.on DESC LIMIT ${MAX_DAYS}`;

/** Our accounts with channels whose fund bills are here, with their newest days. */
export async function listChannelFunds(): Promise<ChannelFundsDto[]> {
  const accounts = await reader.query<AccountRaw>(ACCOUNTS);
  return Promise.all(accounts.map(toFunds));
}

async function toFunds({ id, channelId, closingMinor, ...account }: AccountRaw): Promise<ChannelFundsDto> {
  const days = (await reader.query<DayRaw>(DAYS, [id, channelId, account.asset])).map(toDay);
  const differing = days.filter((day) => day.differenceMinor !== null && day.differenceMinor !== "0").length;
  return { ...account, closingMinor: `${closingMinor}`, differing, days };
}

function toDay({ on, moved, statement, withdrawn, received }: DayRaw): ChannelFundDayDto {
  return {
    on,
    movedMinor: `${moved}`,
    statementMinor: statement === null ? null : `${statement}`,
    differenceMinor: statement === null ? null : `${moved - statement}`,
    withdrawnMinor: `${withdrawn}`,
    receivedMinor: `${received}`,
  };
}
