import "server-only";
import type { MatchChoicesDto, RemittanceDto, RemittanceFilters, RemittanceLineDto } from "@/contracts/bank-views";
import type { PageDto } from "@/contracts/wire";
import { addDays, earlierDay } from "@/core/calendar/settlement-day";
import type { Actor } from "@/core/permissions/actor";
import { nameLine } from "@/core/remittances/name-line";
import { accountingToday } from "@/server/accounting-today";
import { findBankAccount } from "@/server/bank/bank-accounts";
import { keyOf, loadDayStates, type RemittanceDayState } from "@/server/bank/load-day-states";
import { loadFacts } from "@/server/bank/load-facts";
import { decodeCursor, encodeCursor } from "@/server/queries/keyset";
import { reader } from "@/server/transact";

/** Days that are looked back on from the newest statement: a handful of channels, one row a day and asset. */
const REACH_DAYS = 400;

/** Expected beside received, the newest day first. What a day is depends on today and on all open lines, so it is computed. */
export async function listRemittances(
  _actor: Actor,
  filters: RemittanceFilters,
  page: { cursor: string | null; limit: number },
): Promise<PageDto<RemittanceDto>> {
  const today = accountingToday();
  const question = {
    ...(filters.channel ? { channel: filters.channel } : {}),
    from: filters.on ?? addDays(earlierDay(await findNewestDay(today), today), -REACH_DAYS),
    ...(filters.on ? { to: filters.on } : {}),
  };
  const states = await loadDayStates(reader, question, today);
  const all = states.filter((day) => !filters.state || day.state === filters.state).sort(newestFirst);
  const [after] = decodeCursor(page.cursor, 1) ?? [];
  const start = after === undefined ? 0 : all.findIndex((day) => sortKey(day) < after);
  const shown = start < 0 ? [] : all.slice(start, start + page.limit);
  const last = shown.at(-1);
  const lines = await linesOf(shown);
  return {
    rows: shown.map((day) => toDto(day, lines.get(keyOf(day)) ?? [])),
    nextCursor: last && start + page.limit < all.length ? encodeCursor([sortKey(last)]) : null,
    count: { value: all.length, capped: false },
  };
}

async function findNewestDay(today: string): Promise<string> {
  const [newest] = await reader.query<{ on: string | null }>("SELECT max(settles_on) AS on FROM statements");
  return newest?.on ?? today;
}

function sortKey(day: RemittanceDayState): string {
  return `${day.settlesOn} ${`${day.channelId}`.padStart(18, "0")} ${day.asset}`;
}

function newestFirst(left: RemittanceDayState, right: RemittanceDayState): number {
  return sortKey(left) < sortKey(right) ? 1 : -1;
}

type LineRaw = Omit<RemittanceLineDto, "lineId" | "signedMinor"> & {
  lineId: bigint;
  signedMinor: bigint;
  channel: string;
  settlesOn: string;
  asset: string;
};
const LINE = `l.id AS "lineId", l.booked_on AS "bookedOn", l.signed_minor AS "signedMinor", l.counterparty_name AS "counterpartyName", l.remark`;

async function linesOf(days: readonly RemittanceDayState[]): Promise<Map<string, RemittanceLineDto[]>> {
  const found = new Map<string, RemittanceLineDto[]>();
  const add = (key: string, raw: Omit<LineRaw, "channel" | "settlesOn" | "asset">) => {
    const { lineId, bookedOn, signedMinor, counterpartyName, remark, matchNo } = raw;
    const line = { lineId: `${lineId}`, bookedOn, signedMinor: `${signedMinor}`, counterpartyName, remark, matchNo };
    found.set(key, [...(found.get(key) ?? []), line]);
  };
  const matched = await reader.query<LineRaw>(
    `SELECT ${LINE}, m.match_no AS "matchNo", c.code AS channel, d.settles_on AS "settlesOn", d.asset
     FROM bank_match_days d JOIN channels c ON c.id = d.channel_id JOIN bank_matches m ON m.id = d.match_id
     JOIN bank_match_lines x ON x.match_id = d.match_id AND x.is_live JOIN bank_lines l ON l.id = x.line_id
     WHERE d.is_live AND (d.channel_id, d.settles_on) IN (SELECT * FROM unnest($1::bigint[], $2::date[]))
     ORDER BY l.booked_on, l.id`,
    [days.map((day) => day.channelId), days.map((day) => day.settlesOn)],
  );
  for (const raw of matched) add(keyOf(raw), raw);
  const dayOf = new Map(days.flatMap((day) => day.namedLineIds.map((id) => [id, keyOf(day)] as const)));
  const named = await reader.query<Omit<LineRaw, "channel" | "settlesOn" | "asset">>(
    `SELECT ${LINE}, NULL AS "matchNo" FROM bank_lines l WHERE l.id = ANY ($1) ORDER BY l.booked_on, l.id`,
    [[...dayOf.keys()]],
  );
  for (const raw of named) add(dayOf.get(raw.lineId) ?? "", raw);
  return found;
}

function toDto(day: RemittanceDayState, lines: readonly RemittanceLineDto[]): RemittanceDto {
  const { channel, channelName, bankAccount, asset, settlesOn, dueOn, statementNo, state } = day;
  return {
    id: keyOf(day),
    channel,
    channelName,
    bankAccount,
    asset,
    settlesOn,
    dueOn,
    statementNo,
    netMinor: `${day.netMinor}`,
    receivedMinor: `${day.receivedMinor}`,
    openMinor: `${day.openMinor}`,
    bookedMinor: `${day.bookedMinor}`,
    state,
    lines,
  };
}

/** What a person may match by hand: the channel's open days, and the account's open lines that name it. */
export async function findMatchChoices(channel: string, code: string, asset: string): Promise<MatchChoicesDto> {
  const account = await findBankAccount(reader, code, asset);
  if (!account) return { days: [], lines: [] };
  const { lines, days, remitters } = await loadFacts(reader, account);
  const named = lines.filter((line) => line.signedMinor > 0n && nameLine(line, remitters).channel === channel);
  return {
    days: days
      .filter((day) => day.channel === channel)
      .map(({ settlesOn, openMinor }) => ({ channel, settlesOn, amountMinor: `${openMinor}` })),
    lines: named.map(({ id, bookedOn, signedMinor, counterpartyName, remark }) => {
      return { lineId: `${id}`, bookedOn, signedMinor: `${signedMinor}`, counterpartyName, remark };
    }),
  };
}
