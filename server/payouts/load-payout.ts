import "server-only";
import type { PayoutFacts } from "@/core/payouts/decide-payout";
import { pickChannel } from "@/core/payouts/decide-payout";
import type { Actor } from "@/core/permissions/actor";
import { accept, invariant, type Result, refuse } from "@/core/result";
import { digestPayee } from "@/server/channels/digest-payee";
import { type AccountRef, accountKey } from "@/server/store/accounts";
import { lockBalances } from "@/server/store/balances";
import type { DbReader, DbTransaction } from "@/server/transact";

/** What is asked for; `payee` null: the account that the merchant is paid to now, `channel` null: the best one. */
export type PayoutWish = {
  readonly merchantNo: string;
  readonly asset: string;
  readonly amountMinor: bigint;
  readonly payee: string | null;
  readonly channel: string | null;
};
export type PayoutMerchant = {
  readonly id: bigint;
  readonly merchantNo: string;
  readonly name: string;
  readonly version: number;
  readonly limitMinor: bigint | null;
  readonly dayLimitMinor: bigint | null;
};
export type Payee = {
  readonly id: bigint;
  readonly accountRef: string;
  readonly merchantNo: string;
  readonly asset: string;
  readonly holder: string;
  readonly bank: string;
  readonly accountNo: string;
  readonly version: number;
  readonly isOpen: boolean;
  readonly isPayable: boolean;
};
export type PayingChannel = {
  readonly id: bigint;
  readonly code: string;
  readonly bankAccount: string;
  readonly version: number;
};
/** Whom and what a payout is about, before anything is asked of balances. */
export type PayoutParties = {
  readonly merchant: PayoutMerchant;
  readonly payee: Payee | null;
  readonly channel: PayingChannel | null;
};

export const MERCHANT = `
  SELECT id, merchant_no AS "merchantNo", name, version, payout_limit_minor AS "limitMinor",
         payout_day_limit_minor AS "dayLimitMinor"
  FROM merchants`;
export const PAYEE_COLUMNS = `p.id, p.account_ref AS "accountRef", m.merchant_no AS "merchantNo", p.asset, p.holder, p.bank,
         p.account_no AS "accountNo", p.version, p.closed_at IS NULL AS "isOpen", p.payable_from <= now() AS "isPayable"`;
const PAYEE = `
  SELECT ${PAYEE_COLUMNS} FROM merchant_bank_accounts p JOIN merchants m ON m.id = p.merchant_id`;
const CHANNELS = `
  SELECT c.id, c.code, c.bank_account AS "bankAccount", c.version,
         coalesce(b.posted_minor - b.frozen_minor, 0)::bigint AS "reserveMinor"
  FROM channels c LEFT JOIN accounts a ON a.gl_code = '1002' AND a.bank_account = c.bank_account AND a.asset = $1
  LEFT JOIN account_balances b ON b.account_id = a.id WHERE $2::text IS NULL OR c.code = $2`;

/** Finds whom a payout is about. With `holds` the merchant's limits and accounts stay as they are until the command ends. */
export async function loadParties(
  db: DbReader,
  scope: Actor["scope"],
  { merchantNo, asset, payee, channel }: Omit<PayoutWish, "amountMinor">,
  holds = false,
): Promise<Result<PayoutParties>> {
  const [merchant] = await db.query<PayoutMerchant>(
    `${MERCHANT} WHERE merchant_no = $1 AND ($2::text[] IS NULL OR merchant_no = ANY ($2))${holds ? " FOR SHARE" : ""}`,
    [merchantNo, scope],
  );
  if (!merchant) {
    return refuse("merchant_unknown", `There is no merchant ${merchantNo} that you may see.`, {
      merchants: merchantNo,
    });
  }
  const [found] = await (payee === null
    ? db.query<Payee>(`${PAYEE} WHERE p.id = payable_bank_account($1, $2)`, [merchant.id, asset])
    : db.query<Payee>(`${PAYEE} WHERE p.account_ref = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`, [
        payee,
        scope,
      ]));
  const channels = await db.query<PayingChannel & { reserveMinor: bigint }>(CHANNELS, [asset, channel]);
  return accept({ merchant, payee: found ?? null, channel: pickChannel(channels) });
}

/**
 * The facts that decide, with the balances locked: the merchant's, so that its limits and twins hold among payouts that are
 * asked for at once, the reserve bank's, and the transit's, in the one order in which posting takes them.
 */
export async function lockFacts(
  tx: DbTransaction,
  parties: PayoutParties,
  wish: Pick<PayoutWish, "asset" | "amountMinor">,
  about: { readonly on: string; readonly exceptNo?: string },
): Promise<PayoutFacts> {
  const { merchant, channel } = parties;
  const settlement = settlementOf(merchant, wish.asset);
  const reserve = channel && reserveOf(channel, wish.asset);
  const transit: AccountRef = { place: "PAYOUT_IN_TRANSIT", asset: wish.asset, owner: {} };
  const locked = await lockBalances(tx, [settlement, transit, ...(reserve ? [reserve] : [])]);
  const balances = {
    settlementMinor: locked.availableOf(settlement),
    reserveMinor: reserve ? locked.availableOf(reserve) : 0n,
  };
  return toFacts(tx, parties, wish, balances, about);
}

/** The same as it looks now, for a preview or a request that waits. */
export async function readFacts(
  db: DbReader,
  parties: PayoutParties,
  wish: Pick<PayoutWish, "asset" | "amountMinor">,
  about: { readonly on: string; readonly exceptNo?: string },
): Promise<PayoutFacts> {
  const settlementNo = accountKey(settlementOf(parties.merchant, wish.asset));
  const reserveNo = parties.channel && accountKey(reserveOf(parties.channel, wish.asset));
  const rows = await db.query<{ no: string; minor: bigint }>(
    `SELECT a.account_no AS no, (h.posted_minor - h.frozen_minor)::bigint AS minor
     FROM accounts a JOIN account_holdings h ON h.account_id = a.id WHERE a.account_no = ANY ($1)`,
    [[settlementNo, reserveNo]],
  );
  const minorOf = (no: string | null) => rows.find((row) => row.no === no)?.minor ?? 0n;
  const balances = { settlementMinor: minorOf(settlementNo), reserveMinor: minorOf(reserveNo) };
  return toFacts(db, parties, wish, balances, about);
}

/** What else of a payout's day decides on it. */
export type PayoutDay = Pick<PayoutFacts, "isStopped" | "sameDayMinor" | "twinNos">;
type OfDay = {
  readonly parties: PayoutParties;
  readonly wish: Pick<PayoutWish, "asset" | "amountMinor">;
  readonly on: string;
  readonly exceptNo?: string;
};

const DAYS = `
  SELECT money_stopped_by() IS NOT NULL AS "isStopped",
    -- Summed only where there is a limit to hold it against: a large merchant's day is long.
    (SELECT coalesce(sum(amount_minor), 0)::bigint FROM payouts
     WHERE w.is_limited AND merchant_id = w.merchant AND asset = w.asset AND status NOT IN ('REFUSED', 'RETURNED')
       AND payout_no IS DISTINCT FROM w.except_no AND requested_at >= day.begins AND requested_at < day.ends) AS "sameDayMinor",
    ARRAY(SELECT payout_no FROM payouts
          WHERE merchant_id = w.merchant AND payee_digest = w.digest AND asset = w.asset AND amount_minor = w.amount
            AND status NOT IN ('REFUSED', 'RETURNED') AND payout_no IS DISTINCT FROM w.except_no
            AND requested_at >= day.begins AND requested_at < day.ends ORDER BY id LIMIT 20) AS "twinNos"
  FROM unnest($1::bigint[], $2::text[], $3::date[], $4::text[], $5::bigint[], $6::text[], $7::boolean[])
    WITH ORDINALITY AS w (merchant, asset, day, digest, amount, except_no, is_limited, n)
  CROSS JOIN LATERAL (SELECT w.day::timestamp AT TIME ZONE 'Asia/Shanghai' AS begins,
                             (w.day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AS ends) AS day
  ORDER BY w.n`;

/** The days of these payouts, each at its place. */
export function readDays(db: DbReader, payouts: readonly OfDay[]): Promise<PayoutDay[]> {
  return db.query<PayoutDay>(DAYS, [
    payouts.map(({ parties }) => parties.merchant.id),
    payouts.map(({ wish }) => wish.asset),
    payouts.map(({ on }) => on),
    payouts.map(({ parties: { payee } }) => payee && digestPayee(payee)),
    payouts.map(({ wish }) => wish.amountMinor),
    payouts.map(({ exceptNo }) => exceptNo ?? null),
    payouts.map(({ parties }) => parties.merchant.dayLimitMinor !== null),
  ]);
}

async function toFacts(
  db: DbReader,
  parties: PayoutParties,
  wish: Pick<PayoutWish, "asset" | "amountMinor">,
  balances: Balances,
  about: Pick<OfDay, "on" | "exceptNo">,
): Promise<PayoutFacts> {
  const [day] = await readDays(db, [{ parties, wish, ...about }]);
  invariant(day, "a payout has its day");
  return composeFacts(parties, wish, balances, day);
}

export type Balances = { readonly settlementMinor: bigint; readonly reserveMinor: bigint };

export function composeFacts(
  { merchant, payee, channel }: PayoutParties,
  { asset, amountMinor }: Pick<PayoutWish, "asset" | "amountMinor">,
  { settlementMinor, reserveMinor }: Balances,
  day: PayoutDay,
): PayoutFacts {
  return {
    merchantNo: merchant.merchantNo,
    asset,
    amountMinor,
    limitMinor: merchant.limitMinor,
    dayLimitMinor: merchant.dayLimitMinor,
    payee,
    channel: channel && { code: channel.code, reserveMinor },
    settlementMinor,
    ...day,
  };
}

export function settlementOf({ id, merchantNo }: PayoutMerchant, asset: string): AccountRef {
  return { place: "MERCHANT_SETTLEMENT", asset, owner: { merchant: { id, no: merchantNo } } };
}

export function reserveOf({ bankAccount }: Pick<PayingChannel, "bankAccount">, asset: string): AccountRef {
  return { place: "RESERVE_BANK", asset, owner: { bankAccount } };
}
