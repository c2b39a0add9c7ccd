import "server-only";
import {
  MERCHANT_ACCOUNTS,
  type MerchantAccount,
  type MerchantFilters,
  type MerchantRowDto,
} from "@/contracts/merchant-views";
import type { MoneyDto, PageDto } from "@/contracts/wire";
import { ACCOUNT_PLACES, MERCHANT_PLACES } from "@/core/ledger/chart";
import type { Actor } from "@/core/permissions/actor";
import { readPage, Where } from "@/server/queries/keyset";
import { likePrefix } from "@/server/queries/like-prefix";
import { reader } from "@/server/transact";

type MerchantRaw = { id: bigint; merchant_no: string; name: string; is_test: boolean; settlement_days: number };
type BalanceRaw = { merchant_id: bigint; gl_code: string; asset: string; available_minor: bigint };
type Page = { readonly cursor: string | null; readonly limit: number };
type BareRow = MerchantRowDto & { readonly id: bigint };

const NONE: MerchantRowDto["available"] = { PENDING: [], SETTLEMENT: [], MARKETING: [], DEPOSIT: [] };
const ACCOUNT_OF_SUBJECT = new Map<string, MerchantAccount>(
  MERCHANT_PLACES.map((place) => [ACCOUNT_PLACES[place].glCode, ACCOUNT_PLACES[place].shortName]),
);

/** Merchants by number. Balances and open items are read for the rows of the page alone, however many merchants match. */
export async function listMerchants(
  actor: Actor,
  filters: MerchantFilters,
  page: Page,
): Promise<PageDto<MerchantRowDto>> {
  const found = await readPage<MerchantRaw, BareRow>({
    select: "SELECT m.id, m.merchant_no, m.name, m.is_test, m.settlement_days",
    from: "merchants m",
    where: toWhere(actor, filters),
    keys: ["m.merchant_no"],
    casts: ["text"],
    direction: "ASC",
    page,
    toRow: (raw) => ({
      id: raw.id,
      merchantNo: raw.merchant_no,
      name: raw.name,
      isTest: raw.is_test,
      settlementCycle: `T+${raw.settlement_days}`,
      openItems: 0,
      available: NONE,
    }),
    toKey: (raw) => [raw.merchant_no],
  });
  const ids = found.rows.map((row) => row.id);
  const [balances, openItems] = await Promise.all([readBalances(ids), countOpenItems(ids)]);
  const rows = found.rows.map(({ id, ...row }) => ({
    ...row,
    openItems: openItems.get(id) ?? 0,
    available: balances.get(id) ?? NONE,
  }));
  return { ...found, rows };
}

function toWhere(actor: Actor, { q, kind, suspense }: MerchantFilters): Where {
  const where = new Where();
  if (actor.scope) where.add("m.merchant_no = ANY (?)", actor.scope);
  if (q) where.add("(m.merchant_no LIKE ? OR lower(m.name) LIKE lower(?))", likePrefix(q), likePrefix(q));
  if (kind) where.add("m.is_test = ?", kind === "test");
  if (suspense) {
    where.add(`m.id IN (SELECT s.merchant_id FROM suspense_items s
      WHERE s.merchant_id IS NOT NULL AND s.status NOT IN ('RESOLVED', 'AUTO_RESOLVED'))`);
  }
  return where;
}

async function readBalances(merchantIds: readonly bigint[]): Promise<Map<bigint, Record<MerchantAccount, MoneyDto[]>>> {
  const raws = await reader.query<BalanceRaw>(
    `SELECT a.merchant_id, a.gl_code, a.asset, b.posted_minor - b.frozen_minor AS available_minor
     FROM accounts a JOIN account_balances b ON b.account_id = a.id
     WHERE a.merchant_id = ANY ($1) AND (a.asset = 'CNY' OR b.posted_minor <> 0)
     ORDER BY a.merchant_id, a.asset <> 'CNY', a.asset`,
    [merchantIds],
  );
  const balances = new Map<bigint, Record<MerchantAccount, MoneyDto[]>>();
  for (const raw of raws) {
    const account = ACCOUNT_OF_SUBJECT.get(raw.gl_code);
    if (!account) continue;
    const ofMerchant = balances.get(raw.merchant_id) ?? emptyAccounts();
    ofMerchant[account].push({ amountMinor: `${raw.available_minor}`, asset: raw.asset });
    balances.set(raw.merchant_id, ofMerchant);
  }
  return balances;
}

function emptyAccounts(): Record<MerchantAccount, MoneyDto[]> {
  return Object.fromEntries(MERCHANT_ACCOUNTS.map((account) => [account, []])) as unknown as Record<
    MerchantAccount,
    MoneyDto[]
  >;
}

async function countOpenItems(merchantIds: readonly bigint[]): Promise<Map<bigint, number>> {
  const raws = await reader.query<{ merchant_id: bigint; count: number }>(
    `SELECT merchant_id, count(*)::int AS count FROM suspense_items
     WHERE merchant_id = ANY ($1) AND status NOT IN ('RESOLVED', 'AUTO_RESOLVED') GROUP BY merchant_id`,
    [merchantIds],
  );
  return new Map(raws.map((raw) => [raw.merchant_id, raw.count]));
}
