import type { XmlFields } from "./camt053-entry";
import { type OpenCashAccount, sayBalance } from "./cash-balance";
import type { Disagreement } from "./refuse-statement";

export const PAGE_NUMBER = "StmtPgntn/PgNb";

/** Which page of which statement an account's part of a file is; 0 where it is not divided into pages. */
export type CamtPage = { readonly key: string; readonly page: number; readonly account: OpenCashAccount };

export function pageOf(fields: XmlFields, account: OpenCashAccount): CamtPage {
  const key = `${account.accountNo} ${fields.get("Id") ?? ""}`;
  return { key, page: Number(fields.get(PAGE_NUMBER) ?? 0), account };
}

/** The number of a statement. Its pages have its Id in common: without theirs, the second would pass for a corrected first. */
export function numberOf(fields: XmlFields): string | null {
  const [id, page] = [fields.get("Id") || null, fields.get(PAGE_NUMBER)];
  const isOnly = page === undefined || (page === "1" && fields.get("StmtPgntn/LastPgInd") !== "false");
  return id === null || isOnly ? id : `${id}/${page}`;
}

/** A page that follows another one of its statement begins with the balance with which that one ended. */
export function comparePages(before: CamtPage | null, { key, page, account }: CamtPage): Disagreement[] {
  const [ended, begins] = [before?.account.closing, account.opening];
  const isNext = before?.key === key && page > 0 && before.page + 1 === page;
  if (!isNext || !ended || !begins || ended.minor === begins.minor) return [];
  const [said, found] = [sayBalance(begins.minor, begins), sayBalance(ended.minor, ended)];
  const field = `PgNb ${page}`;
  const figures = { name: field, footer: said, lines: found };
  const footer = `that page ${page} begins with ${said}`;
  return [{ field, footer, lines: `${found} at the end of the page before`, figures }];
}
