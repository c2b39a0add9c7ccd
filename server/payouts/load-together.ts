import "server-only";
import type { PayoutFacts } from "@/core/payouts/decide-payout";
import { pickChannel } from "@/core/payouts/decide-payout";
import type { Actor } from "@/core/permissions/actor";
import {
  composeFacts,
  MERCHANT,
  PAYEE_COLUMNS,
  type Payee,
  type PayingChannel,
  type PayoutMerchant,
  type PayoutParties,
  type PayoutWish,
  readDays,
  settlementOf,
} from "@/server/payouts/load-payout";
import { accountKey } from "@/server/store/accounts";
import type { DbReader } from "@/server/transact";

/** One of the payouts that are asked for at once. */
export type WishOfMany = PayoutWish & {
  readonly scope: Actor["scope"];
  readonly commandId: string;
  readonly clientRef: string | null;
  /** The accounting day of the request. */
  readonly on: string;
};
export type FoundOfMany = { readonly parties: PayoutParties; readonly facts: PayoutFacts };

type Named = { readonly place: number; readonly wish: WishOfMany; readonly merchant: PayoutMerchant };
type Priced = PayingChannel & { readonly asset: string; readonly reserveMinor: bigint };
type Payable = Payee & { readonly nth: number; readonly settlementMinor: bigint; readonly isKnown: boolean };

const PAYEES = `
  SELECT w.nth::int AS nth, ${PAYEE_COLUMNS}, coalesce(held.posted_minor - held.frozen_minor, 0)::bigint AS "settlementMinor",
         EXISTS (SELECT 1 FROM receipts r WHERE r.command_id = w.command)
           OR EXISTS (SELECT 1 FROM payouts o WHERE o.merchant_id = w.merchant AND o.client_ref = w.ref) AS "isKnown"
  FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[])
    WITH ORDINALITY AS w (merchant, asset, payee, settlement, ref, command, nth)
  JOIN merchant_bank_accounts p ON p.id = CASE WHEN w.payee IS NULL THEN payable_bank_account(w.merchant, w.asset)
    ELSE (SELECT b.id FROM merchant_bank_accounts b WHERE b.account_ref = w.payee) END
  JOIN merchants m ON m.id = p.merchant_id
  LEFT JOIN accounts a ON a.account_no = w.settlement
  LEFT JOIN account_balances held ON held.account_id = a.id`;
const CHANNELS = `
  SELECT w.asset, c.id, c.code, c.bank_account AS "bankAccount", c.version,
         coalesce(b.posted_minor - b.frozen_minor, 0)::bigint AS "reserveMinor"
  FROM unnest($1::text[]) AS w (asset) CROSS JOIN channels c
  LEFT JOIN accounts a ON a.gl_code = '1002' AND a.bank_account = c.bank_account AND a.asset = w.asset
  LEFT JOIN account_balances b ON b.account_id = a.id`;

/**
 * What decides on payouts that are asked for at once, each at its place; null for what is not plain: an unknown merchant, payee or
 * channel, or what was asked for before. The merchants' rows are locked until the transaction ends, so that their limits and twins
 * hold whoever else asks. Balances are read as they are: no account can be overdrawn by what is decided on them (`no_overdraft`).
 */
export async function loadTogether(db: DbReader, wishes: readonly WishOfMany[]): Promise<(FoundOfMany | null)[]> {
  const named = await lockMerchants(db, wishes);
  const payees = await readPayees(db, named);
  const channels = await readChannels(db, wishes);
  const plain = named.flatMap(({ place, wish, merchant }, index) => {
    const payee = payees.get(index);
    const priced = channels.filter(({ asset, code }) => asset === wish.asset && (wish.channel ?? code) === code);
    const channel = pickChannel(priced);
    if (!payee || payee.isKnown || !channel) return [];
    const balances = { settlementMinor: payee.settlementMinor, reserveMinor: channel.reserveMinor };
    return [{ place, wish, parties: { merchant, payee, channel }, balances, on: wish.on }];
  });
  const days = plain.length > 0 ? await readDays(db, plain) : [];
  const found: (FoundOfMany | null)[] = wishes.map(() => null);
  plain.forEach(({ place, wish, parties, balances }, index) => {
    const day = days[index];
    if (day) found[place] = { parties, facts: composeFacts(parties, wish, balances, day) };
  });
  return found;
}

/** In the order of their ids, whoever locks them. */
async function lockMerchants(db: DbReader, wishes: readonly WishOfMany[]): Promise<Named[]> {
  const rows = await db.query<PayoutMerchant>(
    `${MERCHANT} WHERE merchant_no = ANY ($1) ORDER BY id FOR NO KEY UPDATE`,
    [[...new Set(wishes.map(({ merchantNo }) => merchantNo))]],
  );
  const merchants = new Map(rows.map((row) => [row.merchantNo, row]));
  return wishes.flatMap((wish, place) => {
    const merchant = merchants.get(wish.merchantNo);
    const isSeen = wish.scope === null || wish.scope.includes(wish.merchantNo);
    return merchant && isSeen ? [{ place, wish, merchant }] : [];
  });
}

/** By the places of those who asked. */
async function readPayees(db: DbReader, named: readonly Named[]): Promise<Map<number, Payable>> {
  const rows = await db.query<Payable>(PAYEES, [
    named.map(({ merchant }) => merchant.id),
    named.map(({ wish }) => wish.asset),
    named.map(({ wish }) => wish.payee),
    named.map(({ merchant, wish }) => accountKey(settlementOf(merchant, wish.asset))),
    named.map(({ wish }) => wish.clientRef),
    named.map(({ wish }) => wish.commandId),
  ]);
  return new Map(rows.map((row) => [row.nth - 1, row]));
}

function readChannels(db: DbReader, wishes: readonly WishOfMany[]): Promise<Priced[]> {
  return db.query<Priced>(CHANNELS, [[...new Set(wishes.map(({ asset }) => asset))]]);
}
