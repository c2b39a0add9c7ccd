import "server-only";
import type { TAccountDto } from "@/contracts/suspense-views";
import { ACCOUNT_PLACES, type AccountPlace, CHART } from "@/core/ledger/chart";
import { sumMinor } from "@/core/money/money";
import type { Actor } from "@/core/permissions/actor";
import { type AccountOwner, accountKey } from "@/server/store/accounts";
import type { PlannedLine } from "@/server/suspense/load-resolution";
import { reader } from "@/server/transact";

type AccountRaw = {
  accountNo: string;
  glCode: string;
  nameEn: string;
  nameZh: string;
  normalSide: "DEBIT" | "CREDIT";
  postedMinor: bigint;
  merchantNo: string | null;
};
type Subject = Pick<AccountRaw, "glCode" | "nameEn" | "nameZh" | "normalSide">;
/** What stands beside the lines: the balances of now with the change added, those of the vouchers, or none. */
export type Balances = "projected" | "none" | ReadonlyMap<string, { beforeMinor: bigint; afterMinor: bigint }>;

/**
 * The accounts that lines touch, each with its sums per side, in the order of the lines. A reader with a scope sees the
 * balances of their merchants' accounts only. `owner` names accounts that the voucher would open.
 */
export async function toTAccounts(
  actor: Actor,
  lines: readonly PlannedLine[],
  asset: string,
  owner: AccountOwner,
  balances: Balances,
): Promise<TAccountDto[]> {
  const accountNos = [...new Set(lines.map((line) => line.accountNo))];
  const raws = await reader.query<AccountRaw>(
    `SELECT a.account_no AS "accountNo", a.gl_code AS "glCode", g.name_en AS "nameEn", g.name_zh AS "nameZh",
            a.normal_side AS "normalSide", b.posted_minor AS "postedMinor", m.merchant_no AS "merchantNo"
     FROM accounts a JOIN gl_subjects g ON g.code = a.gl_code JOIN account_balances b ON b.account_id = a.id
     LEFT JOIN merchants m ON m.id = a.merchant_id WHERE a.account_no = ANY ($1)`,
    [accountNos],
  );
  return accountNos.map((accountNo) => {
    const raw = raws.find((one) => one.accountNo === accountNo);
    const sumOf = (side: PlannedLine["side"]) =>
      sumMinor(lines.filter((l) => l.accountNo === accountNo && l.side === side).map((l) => BigInt(l.amountMinor)));
    const [debitMinor, creditMinor] = [sumOf("DEBIT"), sumOf("CREDIT")];
    const subject = raw ?? subjectOf(accountNo, asset, owner);
    const changeMinor = subject.normalSide === "DEBIT" ? debitMinor - creditMinor : creditMinor - debitMinor;
    const isReadable = actor.scope === null || (raw?.merchantNo != null && actor.scope.includes(raw.merchantNo));
    const shown = isReadable ? balanceOf(accountNo, raw?.postedMinor ?? 0n, changeMinor, balances) : null;
    return {
      accountNo,
      glCode: subject.glCode,
      nameEn: subject.nameEn,
      nameZh: subject.nameZh,
      normalSide: subject.normalSide,
      debitMinor: `${debitMinor}`,
      creditMinor: `${creditMinor}`,
      beforeMinor: shown && `${shown.beforeMinor}`,
      afterMinor: shown && `${shown.afterMinor}`,
    };
  });
}

function balanceOf(accountNo: string, postedMinor: bigint, changeMinor: bigint, balances: Balances) {
  if (balances === "none") return null;
  if (balances === "projected") return { beforeMinor: postedMinor, afterMinor: postedMinor + changeMinor };
  return balances.get(accountNo) ?? null;
}

/** An account is opened by its first posting; until then the chart alone knows what it will be. */
function subjectOf(accountNo: string, asset: string, owner: AccountOwner): Subject {
  const place = (Object.keys(ACCOUNT_PLACES) as AccountPlace[]).find(
    (one) => isOwned(one, owner) && accountKey({ place: one, asset, owner }) === accountNo,
  );
  const subject = place && CHART.find((one) => one.code === ACCOUNT_PLACES[place].glCode);
  if (!subject) return { glCode: "", nameEn: "", nameZh: "", normalSide: "DEBIT" };
  const { code, nameEn, nameZh, normalSide } = subject;
  return { glCode: code, nameEn, nameZh, normalSide };
}

function isOwned(place: AccountPlace, owner: AccountOwner): boolean {
  switch (ACCOUNT_PLACES[place].dimension) {
    case "MERCHANT":
      return owner.merchant !== undefined;
    case "CHANNEL":
    case "BANK":
      return owner.channel !== undefined;
    case "COMPANY":
      return true;
  }
}
