import "server-only";
import type { BalanceAtDto } from "@/contracts/ledger-views";
import { dayWire, instantWire } from "@/contracts/wire";
import { findAccountBalance, type PointInTime } from "@/server/queries/find-balance";

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/**
 * A point in time as an address has it: a day (its end), a day and a time in Shanghai, or an instant with its offset.
 * Null for anything else.
 */
export function parsePoint(at: string, time: string | null): PointInTime | null {
  if (!dayWire.safeParse(at).success) {
    const instant = instantWire.safeParse(at);
    return instant.success ? { kind: "instant", at: instant.data } : null;
  }
  if (!time) return { kind: "day", on: at };
  return TIME.test(time) ? { kind: "instant", at: new Date(`${at}T${time}:00+08:00`) } : null;
}

/** What an account, which the reader may see, held at that point; null when there is no such account. */
export async function findBalanceAt(accountNo: string, point: PointInTime): Promise<BalanceAtDto | null> {
  const balance = await findAccountBalance(accountNo, point);
  if (!balance) return null;
  return {
    at: point.kind === "day" ? point.on : point.at.toISOString(),
    isDay: point.kind === "day",
    postedMinor: `${balance.postedMinor}`,
    frozenMinor: `${balance.frozenMinor}`,
    availableMinor: `${balance.availableMinor}`,
  };
}
