import "server-only";
import type { AccountFacts } from "@/core/adjustments/judge-voucher";
import { fundOf } from "@/core/adjustments/manual-events";
import { ACCOUNT_PLACES, type AccountPlace, CHART, type Side } from "@/core/ledger/chart";
import { invariant } from "@/core/result";
import type { DbReader } from "@/server/transact";

/** An account with whom it belongs to, as far as an adjustment has to know it. */
export type KnownAccount = AccountFacts & {
  readonly merchantNo: string | null;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly ownerName: string | null;
};

export const KNOWN_ACCOUNT = `
  SELECT a.account_no AS "accountNo", a.gl_code AS "glCode", a.asset, a.normal_side AS "normalSide",
         a.fund_owner AS "fundOwner", b.allow_negative AS "allowNegative",
         b.posted_minor - b.frozen_minor AS "availableMinor", m.merchant_no AS "merchantNo",
         g.name_en AS "nameEn", g.name_zh AS "nameZh", coalesce(m.name, c.name, a.bank_account) AS "ownerName"
  FROM accounts a JOIN account_holdings b ON b.account_id = a.id JOIN gl_subjects g ON g.code = a.gl_code
  LEFT JOIN merchants m ON m.id = a.merchant_id LEFT JOIN channels c ON c.id = a.channel_id`;

/** Those of these accounts that exist and lie in the scope, by their numbers. */
export async function readAccounts(
  db: DbReader,
  scope: readonly string[] | null,
  accountNos: readonly string[],
): Promise<Map<string, KnownAccount>> {
  const rows = await db.query<KnownAccount>(
    `${KNOWN_ACCOUNT} WHERE a.account_no = ANY ($1) AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`,
    [accountNos, scope],
  );
  return new Map(rows.map((row) => [row.accountNo, row]));
}

/** An account that its first posting would open: the chart knows what it will be, and it is empty. */
export function unopenedAccount(place: AccountPlace, accountNo: string, asset: string): AccountFacts {
  const { glCode } = ACCOUNT_PLACES[place];
  const subject = CHART.find(({ code }) => code === glCode);
  const fundOwner = fundOf(glCode);
  invariant(subject && fundOwner, `the chart has ${glCode}`);
  const normalSide: Side = subject.normalSide;
  return { accountNo, glCode, asset, normalSide, fundOwner, allowNegative: subject.allowNegative, availableMinor: 0n };
}
