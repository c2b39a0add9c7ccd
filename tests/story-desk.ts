import { expect } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import { addDays } from "@/core/calendar/settlement-day";
import { accept, invariant } from "@/core/result";
import { setMerchants } from "@/server/commands/set-merchants";
import { readTrialBalance } from "@/server/queries/trial-balance";
import type { AccountOwner } from "@/server/store/accounts";
import { postVouchers, type VoucherDraft } from "@/server/store/post-vouchers";
import { type DbTransaction, reader, transact } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { asSystem, NOON, openDeskDatabase } from "./command-context";
import type { TestDatabase } from "./database";
import { journalAgrees } from "./journal-agreement";

export type Party = NonNullable<AccountOwner["merchant"]>;
/** A desk on which a business line is walked: parties with their accounts, one bank account, days that follow each other. */
export type StoryDesk = { readonly db: TestDatabase; readonly parties: Readonly<Record<string, Party>> };

export const BANK = { bankAccount: "reserve" } as const;
/** T; `dayOf(1)` is T+1. */
const FIRST_DAY = "2026-11-16";

export function dayOf(after: number): string {
  return addDays(FIRST_DAY, after);
}

/** A moment of the desk's own time zone, so many days after T. */
export function momentOf(after: number, time: string): Date {
  return new Date(`${dayOf(after)}T${time}+08:00`);
}

export async function openStory(...names: readonly string[]): Promise<StoryDesk> {
  const db = await openDeskDatabase();
  const merchants = names.map((name) => merchantInput.parse({ merchantNo: name.toUpperCase(), name }));
  const set = await setMerchants(asSystem(), { merchants });
  invariant(set.ok, "the parties are set up");
  const rows = await reader.query<Party & { name: string }>("SELECT id, merchant_no AS no, name FROM merchants");
  return { db, parties: Object.fromEntries(rows.map(({ id, no, name }) => [name, { id, no }])) };
}

export function partyOf(desk: StoryDesk, name: string): Party {
  const party = desk.parties[name];
  invariant(party, `${name} takes part in the story`);
  return party;
}

type About = Pick<VoucherDraft, "key" | "on" | "occurredAt" | "objectType" | "objectNo">;

/** What every voucher of a story says about itself: which trade, loan or subscription it is of, and on which day. */
export function about(objectNo: string, day: number, what: string): About {
  return { key: `${objectNo}:${what}:${day}`, on: dayOf(day), occurredAt: NOON, objectType: "story", objectNo };
}

/** Runs the work as one command of the system; what it refuses is answered by its code. */
export async function act(work: (tx: DbTransaction) => Promise<unknown>, now: Date = NOON): Promise<string> {
  const result = await transact("story.act", asSystem(undefined, now), {}, async (tx) => {
    await work(tx);
    return accept(null);
  });
  return result.ok ? "done" : result.refusal.code;
}

export function post(...drafts: readonly VoucherDraft[]): Promise<string> {
  return act((tx) => postVouchers(tx, drafts));
}

/** Posted and frozen minor units of accounts, by number; accounts that nothing has opened are left out. */
export async function balancesOf(...accountNos: readonly string[]): Promise<Record<string, string>> {
  const rows = await reader.query<{ no: string; posted: bigint; frozen: bigint }>(
    `SELECT a.account_no AS no, b.posted_minor AS posted, b.frozen_minor AS frozen
     FROM accounts a JOIN account_balances b ON b.account_id = a.id WHERE a.account_no = ANY ($1)`,
    [accountNos],
  );
  return Object.fromEntries(
    rows.map((row) => [row.no, `${row.posted}${row.frozen > 0n ? ` (${row.frozen} frozen)` : ""}`]),
  );
}

/**
 * What is wrong with the books now, and the assets whose trial balance balances. Their journal, as we read it and as
 * hledger does where there is one, has to say the same.
 */
export async function proveStory(day: number): Promise<{ faults: string[]; balanced: string[] }> {
  const { ours, theirs, trial } = await journalAgrees(dayOf(day));
  expect(ours).toEqual(trial);
  expect(theirs).toEqual(trial);
  const { checks } = await verifyBooks(reader);
  const { totals } = await readTrialBalance(dayOf(day));
  const faults = checks.filter((check) => !check.ok).map((check) => `${check.name}: ${check.figure}`);
  return { faults, balanced: totals.filter((total) => total.balanced).map((total) => total.asset) };
}
