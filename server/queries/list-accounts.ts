import "server-only";
import type { AccountDto, AccountFilters, AccountRowDto, ChartDto, Side, SubjectDto } from "@/contracts/ledger-views";
import type { PageDto } from "@/contracts/wire";
import { subjectsUnder } from "@/core/ledger/chart";
import type { Actor } from "@/core/permissions/actor";
import { readPage, Where } from "@/server/queries/keyset";
import { likePrefix } from "@/server/queries/like-prefix";
import { reader } from "@/server/transact";

type SubjectRaw = {
  code: string;
  parent_code: string | null;
  name_en: string;
  name_zh: string;
  normal_side: Side;
  fund_owner: "CLIENT" | "OWN";
};
type SumRaw = {
  gl_code: string;
  asset: string;
  normal_side: Side;
  accounts: number;
  balance_minor: bigint;
  frozen_minor: bigint;
  pending_minor: bigint;
};
type AccountRaw = {
  account_no: string;
  gl_code: string;
  normal_side: Side;
  asset: string;
  merchant_no: string | null;
  channel: string | null;
  bank_account: string | null;
  owner_name: string | null;
  posted_minor: bigint;
  frozen_minor: bigint;
  pending_minor: bigint;
  entry_seq: bigint;
  is_buffered: boolean;
};
type AccountFactsRaw = AccountRaw & {
  name_en: string;
  name_zh: string;
  fund_owner: "CLIENT" | "OWN";
  allow_negative: boolean;
  opened_at: Date;
};
type Page = { readonly cursor: string | null; readonly limit: number };

const ACCOUNT_COLUMNS = `a.account_no, a.gl_code, a.normal_side, a.asset, m.merchant_no, c.code AS channel, a.bank_account,
  coalesce(m.name, c.name) AS owner_name, b.posted_minor, b.frozen_minor, b.pending_minor, b.entry_seq,
  b.is_buffered`;
const ACCOUNT_JOINS = `JOIN account_holdings b ON b.account_id = a.id
  LEFT JOIN merchants m ON m.id = a.merchant_id LEFT JOIN channels c ON c.id = a.channel_id`;

/** The chart with the sum of every subject's accounts, and whether all debits equal all credits. */
export async function readChart(actor: Actor): Promise<ChartDto> {
  const [subjects, sums] = await Promise.all([
    reader.query<SubjectRaw>(
      "SELECT code, parent_code, name_en, name_zh, normal_side, fund_owner FROM gl_subjects ORDER BY code",
    ),
    reader.query<SumRaw>(
      `SELECT a.gl_code, a.asset, a.normal_side, count(*)::int AS accounts, sum(b.posted_minor)::bigint AS balance_minor,
              sum(b.frozen_minor)::bigint AS frozen_minor, sum(b.pending_minor)::bigint AS pending_minor
       FROM accounts a JOIN account_holdings b ON b.account_id = a.id
       WHERE $1::text[] IS NULL OR a.merchant_id IN (SELECT id FROM merchants WHERE merchant_no = ANY ($1))
       GROUP BY a.gl_code, a.asset, a.normal_side ORDER BY a.asset <> 'CNY', a.asset`,
      [actor.scope],
    ),
  ]);
  return {
    subjects: subjects.map((subject) => toSubject(subject, sums)),
    totals: totalsOf(sums),
    isWhole: actor.scope === null,
  };
}

/** A child's code begins with its parent's and a dot. */
function toSubject(subject: SubjectRaw, sums: readonly SumRaw[]): SubjectDto {
  const own = sums.filter((sum) => sum.gl_code === subject.code || sum.gl_code.startsWith(`${subject.code}.`));
  const balances = new Map<string, { balance: bigint; frozen: bigint; pending: bigint }>();
  for (const sum of own) {
    const sign = sum.normal_side === subject.normal_side ? 1n : -1n;
    const ofAsset = balances.get(sum.asset) ?? { balance: 0n, frozen: 0n, pending: 0n };
    ofAsset.balance += sum.balance_minor * sign;
    ofAsset.frozen += sum.frozen_minor * sign;
    ofAsset.pending += sum.pending_minor * sign;
    balances.set(sum.asset, ofAsset);
  }
  return {
    code: subject.code,
    parentCode: subject.parent_code,
    nameEn: subject.name_en,
    nameZh: subject.name_zh,
    normalSide: subject.normal_side,
    fundOwner: subject.fund_owner,
    accounts: own.reduce((count, sum) => count + sum.accounts, 0),
    balances: [...balances].map(([asset, { balance, frozen, pending }]) => ({
      asset,
      balanceMinor: `${balance}`,
      frozenMinor: `${frozen}`,
      pendingMinor: `${pending}`,
    })),
  };
}

function totalsOf(sums: readonly SumRaw[]): ChartDto["totals"] {
  const totals = new Map<string, { debit: bigint; credit: bigint }>();
  for (const sum of sums) {
    const ofAsset = totals.get(sum.asset) ?? { debit: 0n, credit: 0n };
    if (sum.normal_side === "DEBIT") ofAsset.debit += sum.balance_minor;
    else ofAsset.credit += sum.balance_minor;
    totals.set(sum.asset, ofAsset);
  }
  return [...totals].map(([asset, { debit, credit }]) => ({
    asset,
    debitMinor: `${debit}`,
    creditMinor: `${credit}`,
  }));
}

/** Accounts by number. A subject with children lists theirs. */
export function listAccounts(actor: Actor, filters: AccountFilters, page: Page): Promise<PageDto<AccountRowDto>> {
  const where = new Where();
  if (actor.scope) where.add("a.merchant_id IN (SELECT id FROM merchants WHERE merchant_no = ANY (?))", actor.scope);
  if (filters.subject) where.add("a.gl_code = ANY (?)", subjectsUnder(filters.subject));
  if (filters.q) where.add("a.account_no LIKE ?", likePrefix(filters.q));
  return readPage<AccountRaw, AccountRowDto>({
    select: `SELECT ${ACCOUNT_COLUMNS}`,
    from: "accounts a",
    joins: ACCOUNT_JOINS,
    where,
    keys: ["a.account_no"],
    casts: ["text"],
    direction: "ASC",
    page,
    toRow,
    toKey: (raw) => [raw.account_no],
  });
}

/** One account with its facts; null when there is none, or the actor may not know of it. */
export async function findAccount(actor: Actor, accountNo: string): Promise<AccountDto | null> {
  const [raw] = await reader.query<AccountFactsRaw>(
    `SELECT ${ACCOUNT_COLUMNS}, g.name_en, g.name_zh, a.fund_owner, b.allow_negative, a.opened_at
     FROM accounts a ${ACCOUNT_JOINS} JOIN gl_subjects g ON g.code = a.gl_code
     WHERE a.account_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`,
    [accountNo, actor.scope],
  );
  if (!raw) return null;
  return {
    ...toRow(raw),
    ownerType: raw.merchant_no ? "merchant" : raw.channel ? "channel" : raw.bank_account ? "bank" : "company",
    nameEn: raw.name_en,
    nameZh: raw.name_zh,
    fundOwner: raw.fund_owner,
    allowNegative: raw.allow_negative,
    openedAt: raw.opened_at.toISOString(),
  };
}

function toRow(raw: AccountRaw): AccountRowDto {
  return {
    accountNo: raw.account_no,
    glCode: raw.gl_code,
    ownerNo: raw.merchant_no ?? raw.channel ?? raw.bank_account,
    ownerName: raw.owner_name,
    normalSide: raw.normal_side,
    asset: raw.asset,
    postedMinor: `${raw.posted_minor}`,
    frozenMinor: `${raw.frozen_minor}`,
    pendingMinor: `${raw.pending_minor}`,
    availableMinor: `${raw.posted_minor - raw.frozen_minor}`,
    entries: `${raw.entry_seq}`,
    isBuffered: raw.is_buffered,
  };
}
