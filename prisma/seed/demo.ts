import { accountingDayOf, addDays } from "@/core/calendar/settlement-day";
import type { Actor } from "@/core/permissions/actor";
import { DEMO_PASSWORD, DEMO_USERS } from "@/server/auth/demo-accounts";
import { hashPassword } from "@/server/auth/verify-credentials";
import { getClock } from "@/server/clock";
import { addUser } from "@/server/commands/add-user";
import { runClearing } from "@/server/commands/run-clearing";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { reader } from "@/server/transact";
import { proveAndKeep } from "@/server/verify/verify-books";
import { seedBankStatements } from "./demo-bank";
import { buildDemoCompany, type DemoCompanyRequest } from "./demo-company";
import { liveThroughTheDay } from "./demo-life";
import { askForMoneyOut } from "./demo-money-out";
import { disputeOne, giftOf, letSettlementsGo, settleDates } from "./demo-settlement";
import { shareOutTheWork, waitAndAsk } from "./demo-teamwork";
import { acceptedValue, loadOrders, loadRemittance, loadStatement, setUpCompany, systemAt } from "./load-company";

const BUSINESS_DAYS = 5;
const SEED = 20_261_119;

/**
 * Loads the made-up company through the same commands that pages and files use: people, channels, merchants and their
 * money; then, for each of the last five business days, its orders, the channels' statements of it, their reconciliation,
 * and the banks' statements with what the channels sent. All but the last day are cleared, and what is
 * due of them is settled and has gone some way with people; the last day's money is still on its way, and people have
 * begun to work on what is left.
 */
export async function seedDemo(size: Partial<DemoCompanyRequest> = {}): Promise<void> {
  const now = getClock().now();
  const days = lastBusinessDays(accountingDayOf(now), BUSINESS_DAYS);
  const company = buildDemoCompany({ seed: SEED, days, ...size });
  const [firstDay = ""] = days;
  const people = await addDemoUsers(now);
  await setUpCompany(company, instantOf(firstDay, "00:00"));
  await shareOutTheWork(people, instantOf(firstDay, "00:00"));
  for (const { date, orders, statements } of company.days) {
    const at = (clock: string) => earlier(instantOf(addDays(date, 1), clock), now);
    await loadOrders([...orders, ...giftOf(company, date)], earlier(instantOf(date, "23:59"), now));
    for (const statement of statements) {
      const { channel } = statement;
      await loadStatement(statement, at("09:30"));
      acceptedValue(await runReconciliation(systemAt(at("10:00")), { channel, date }));
      // One was recorded by hand before the bank's statement was here; the others come in with their bank lines.
      if (channel === "wechat" && date === firstDay) await loadRemittance(channel, date, at("15:00"));
    }
    if (date !== days.at(-1)) acceptedValue(await runClearing(systemAt(at("11:00")), { date }));
  }
  await seedBankStatements(now);
  const [lastDay = "", eve = ""] = days.toReversed();
  await settleDates(days.slice(1, -1), now);
  await liveThroughTheDay(people, now);
  await disputeOne(people, eve, now);
  await settleDates([lastDay], now);
  await letSettlementsGo(people, now);
  await waitAndAsk(people, now);
  await askForMoneyOut(people, now);
  await proveAndKeep(now);
}

/** Mondays to Fridays before `today`, ascending. */
export function lastBusinessDays(today: string, count: number): string[] {
  const days: string[] = [];
  for (let day = addDays(today, -1); days.length < count; day = addDays(day, -1)) {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6) days.unshift(day);
  }
  return days;
}

async function addDemoUsers(now: Date): Promise<Map<string, Actor>> {
  for (const { login, displayName, roles } of DEMO_USERS) {
    const passwordHash = await hashPassword(DEMO_PASSWORD);
    const user = { login, displayName, roles, passwordHash, merchantNos: [], isDemo: true };
    acceptedValue(await addUser(systemAt(now), user));
  }
  const ids = await reader.query<{ id: bigint; login: string }>("SELECT id, login FROM users WHERE is_demo");
  const idOf = new Map(ids.map((user) => [user.login, `${user.id}`]));
  return new Map(
    DEMO_USERS.map(({ login, displayName, roles }) => [
      login,
      { userId: idOf.get(login) ?? null, login, displayName, roles, scope: null, demo: true },
    ]),
  );
}

function instantOf(day: string, clock: string): Date {
  return new Date(`${day}T${clock}:00+08:00`);
}

/** The company's history ends now, at whatever hour it is loaded. */
function earlier(instant: Date, now: Date): Date {
  return instant < now ? instant : now;
}
