import "server-only";
import { accountingDayOf, earlierDay } from "@/core/calendar/settlement-day";
import type { PlannedMatch } from "@/core/remittances/remittance";
import { invariant } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import type { BankAccountRow } from "@/server/bank/bank-accounts";
import { type ChannelRow, listChannels } from "@/server/store/channels";
import { nextDocumentNos } from "@/server/store/document-numbers";
import { type PostedVoucher, postVouchers, type VoucherDraft } from "@/server/store/post-vouchers";
import type { DbTransaction } from "@/server/transact";

type LineRow = { id: bigint; booked_on: string; signed_minor: bigint };
/** A match with its number; `note` is why a person made it. */
export type NumberedMatch = PlannedMatch & { readonly matchNo: string; readonly note: string };
type ToPost = { readonly match: NumberedMatch; readonly draft: VoucherDraft };

/**
 * Writes the matches and posts what of their lines is not in the books yet: a remittance voucher a line, dated with it.
 * Where people booked a day by hand, their voucher is taken over and only the rest is posted.
 */
export async function makeMatches(
  tx: DbTransaction,
  account: BankAccountRow,
  planned: readonly PlannedMatch[],
  note = "",
): Promise<NumberedMatch[]> {
  if (planned.length === 0) return [];
  const today = accountingDayOf(tx.context.now);
  const matchNos = await nextDocumentNos(tx, "bankMatch", today, planned.length);
  const matches = planned.map((match, index) => ({ ...match, matchNo: matchNos[index] ?? "", note }));
  const lines = await loadLines(tx, planned);
  const channels = new Map((await listChannels(tx)).map((channel) => [channel.code, channel]));
  const booked = await sumBooked(tx, account, planned);
  const drafts = matches.flatMap((match) => draftVouchers(tx, account, match, lines, channels, booked, today));
  const posted =
    account.kind === "RESERVE"
      ? await postVouchers(
          tx,
          drafts.map(({ draft }) => draft),
        )
      : [];
  await insertMatches(tx, account, matches, channels, drafts, posted);
  for (const { matchNo, rule, reasons, days } of matches) {
    const detail = { account: account.code, rule, reasons, note, days: days.map(toDetail) };
    await appendAudit(tx, { action: "bank.matched", objectType: "bank_match", objectNo: matchNo, detail });
  }
  return matches;
}

const toDetail = ({ channel, settlesOn, amountMinor }: PlannedMatch["days"][number]) => ({
  channel,
  settlesOn,
  amountMinor: `${amountMinor}`,
});

async function loadLines(tx: DbTransaction, planned: readonly PlannedMatch[]): Promise<Map<bigint, LineRow>> {
  const rows = await tx.query<LineRow>("SELECT id, booked_on, signed_minor FROM bank_lines WHERE id = ANY ($1)", [
    planned.flatMap((match) => match.lineIds),
  ]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What vouchers that are in the books already move on this account, by voucher. */
async function sumBooked(
  tx: DbTransaction,
  { code, asset }: BankAccountRow,
  planned: readonly PlannedMatch[],
): Promise<Map<bigint, bigint>> {
  const rows = await tx.query<{ id: bigint; minor: bigint }>(
    `SELECT v.id, sum(e.change_minor)::bigint AS minor FROM vouchers v
     JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on JOIN accounts a ON a.id = e.account_id
     WHERE v.id = ANY ($1) AND a.gl_code = '1002' AND a.bank_account = $2 AND a.asset = $3 GROUP BY v.id`,
    [planned.flatMap((match) => match.voucherIds), code, asset],
  );
  return new Map(rows.map((row) => [row.id, row.minor]));
}

function draftVouchers(
  tx: DbTransaction,
  account: BankAccountRow,
  match: NumberedMatch,
  lines: ReadonlyMap<bigint, LineRow>,
  channels: ReadonlyMap<string, ChannelRow>,
  booked: ReadonlyMap<bigint, bigint>,
  today: string,
): ToPost[] {
  const [day] = match.days;
  if (!day) return [];
  const channel = channels.get(day.channel);
  invariant(channel, `${day.channel} is a channel`);
  const own = match.lineIds.flatMap((id) => lines.get(id) ?? []);
  const known = match.voucherIds.reduce((sum, id) => sum + (booked.get(id) ?? 0n), 0n);
  const received = own.reduce((sum, line) => sum + line.signed_minor, 0n);
  const last = own.at(-1);
  const parts = known === 0n || !last ? own : [{ ...last, signed_minor: received - known }];
  return parts.flatMap((line) => {
    if (line.signed_minor <= 0n) return [];
    const draft: VoucherDraft = {
      event: "channel.remitted",
      key: `bank-match:${match.matchNo}:${line.id}`,
      amounts: { amount: line.signed_minor },
      asset: account.asset,
      owner: { channel, bankAccount: account.code },
      on: earlierDay(line.booked_on, today),
      occurredAt: tx.context.now,
      objectType: "bank_match",
      objectNo: match.matchNo,
    };
    return [{ match, draft }];
  });
}

async function insertMatches(
  tx: DbTransaction,
  account: BankAccountRow,
  matches: readonly NumberedMatch[],
  channels: ReadonlyMap<string, ChannelRow>,
  drafts: readonly ToPost[],
  posted: readonly PostedVoucher[],
): Promise<void> {
  const { commandId, actor, now } = tx.context;
  for (const match of matches) {
    const [row] = await tx.query<{ id: bigint }>(
      `INSERT INTO bank_matches (match_no, bank_account_id, rule, reasons, note, made_by, made_at, command_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
      [match.matchNo, account.id, match.rule, match.reasons, match.note, actor.userId, now, commandId],
    );
    invariant(row, "an inserted row has its id");
    const vouchers = drafts.flatMap((one, index) => (one.match === match ? [posted[index]?.voucherId ?? 0n] : []));
    await tx.query("INSERT INTO bank_match_lines (match_id, line_id) SELECT $1, unnest($2::bigint[])", [
      row.id,
      match.lineIds,
    ]);
    await tx.query(
      `INSERT INTO bank_match_days (match_id, channel_id, settles_on, asset, amount_minor)
       SELECT $1, channel, day, $2, minor FROM unnest($3::bigint[], $4::date[], $5::bigint[]) AS d (channel, day, minor)`,
      [
        row.id,
        account.asset,
        match.days.map((day) => channels.get(day.channel)?.id),
        match.days.map((day) => day.settlesOn),
        match.days.map((day) => day.amountMinor),
      ],
    );
    await tx.query(
      `INSERT INTO bank_match_vouchers (match_id, voucher_id, is_posted)
       SELECT $1, id, posted FROM unnest($2::bigint[], $3::boolean[]) AS v (id, posted)`,
      [row.id, [...match.voucherIds, ...vouchers], [...match.voucherIds.map(() => false), ...vouchers.map(() => true)]],
    );
  }
}
