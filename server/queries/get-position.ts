import "server-only";
import type { CoverageDto, OwedSubjectDto, PositionAccountDto, PositionDto } from "@/contracts/position-views";
import { type Coverage, computeCoverage, type SubjectBalance } from "@/core/position/coverage";
import { reader } from "@/server/transact";

const SUBJECTS = `
  SELECT a.gl_code, a.asset, sum(held.posted_minor)::bigint AS posted_minor
  FROM accounts a JOIN account_balances held ON held.account_id = a.id
  WHERE a.gl_code ~ '^(1002|1122|1221|1901|2202|2241|2242|2243|6401)' GROUP BY 1, 2`;

/** Reserve coverage per asset, the main one first, from the balances as they stand now. */
export async function listCoverages(): Promise<CoverageDto[]> {
  const rows = await reader.query<{ gl_code: string; asset: string; posted_minor: bigint }>(SUBJECTS);
  const balances = rows.map(
    (row): SubjectBalance => ({
      glCode: row.gl_code,
      asset: row.asset,
      postedMinor: row.posted_minor,
    }),
  );
  return computeCoverage(balances).map(toCoverageDto);
}

function toCoverageDto(coverage: Coverage): CoverageDto {
  const toParts = (parts: Coverage["held"]) =>
    parts.map((part) => ({ glCode: part.glCode, amountMinor: `${part.amountMinor}` }));
  return {
    asset: coverage.asset,
    held: toParts(coverage.held),
    owed: toParts(coverage.owed),
    heldMinor: `${coverage.heldMinor}`,
    owedMinor: `${coverage.owedMinor}`,
    surplusMinor: `${coverage.surplusMinor}`,
    ratioBps: coverage.ratioBps === null ? null : `${coverage.ratioBps}`,
    isCovered: coverage.isCovered,
    explaining: toParts(coverage.explaining),
    explainingMinor: `${coverage.explainingMinor}`,
    unexplainedMinor: `${coverage.unexplainedMinor}`,
  };
}

/** Coverage, and the accounts and subjects that it is made of. */
export async function getPosition(): Promise<PositionDto> {
  const [coverages, accounts, owed] = await Promise.all([listCoverages(), listAccounts(), listOwed()]);
  return { coverages, accounts, owed };
}

type AccountRaw = {
  account_no: string;
  gl_code: string;
  owner: string | null;
  owner_name: string | null;
  asset: string;
  posted_minor: bigint;
};

async function listAccounts(): Promise<PositionAccountDto[]> {
  const rows = await reader.query<AccountRaw>(
    `SELECT a.account_no, a.gl_code, coalesce(a.bank_account, c.code) AS owner, c.name AS owner_name, a.asset, held.posted_minor
     FROM accounts a JOIN account_balances held ON held.account_id = a.id LEFT JOIN channels c ON c.id = a.channel_id
     WHERE a.gl_code IN ('1002', '1122', '1901', '2241', '2242', '2243') ORDER BY a.gl_code, a.asset, a.channel_id, a.account_no`,
  );
  return rows.map((row) => ({
    accountNo: row.account_no,
    glCode: row.gl_code,
    owner: row.owner,
    ownerName: row.owner_name,
    asset: row.asset,
    postedMinor: `${row.posted_minor}`,
  }));
}

type OwedRaw = {
  gl_code: string;
  name_en: string;
  name_zh: string;
  asset: string;
  accounts: number;
  posted_minor: bigint;
};

async function listOwed(): Promise<OwedSubjectDto[]> {
  const rows = await reader.query<OwedRaw>(
    `SELECT s.code AS gl_code, s.name_en, s.name_zh, a.asset, count(*)::int AS accounts, sum(held.posted_minor)::bigint AS posted_minor
     FROM gl_subjects s JOIN accounts a ON a.gl_code = s.code JOIN account_balances held ON held.account_id = a.id
     WHERE s.code LIKE '2202.%' GROUP BY 1, 2, 3, 4 ORDER BY 1, 4`,
  );
  return rows.map((row) => ({
    glCode: row.gl_code,
    nameEn: row.name_en,
    nameZh: row.name_zh,
    asset: row.asset,
    accounts: row.accounts,
    postedMinor: `${row.posted_minor}`,
  }));
}
