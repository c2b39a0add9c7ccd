import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { Order } from "../books/books";
import { type Bend, bendTelling, truthOf } from "../books/telling";
import type { SandboxChannel } from "../channel";
import type { Clock } from "../clock";
import { type IntentionKey, loadIntentions, loadOrders } from "../store/load";
import type { Flaw } from "./plan-callbacks";
import { writeCallback } from "./write-callback";

/** Sends callbacks when they are due, and again while the desk does not keep them. */
export type Courier = {
  /** There may be new ones. */
  wake(): void;
  /** Sends those of one number at once, and waits for it. */
  deliverNow(key: IntentionKey): Promise<void>;
  stop(): Promise<void>;
};

export type CourierSettings = {
  readonly db: pg.Pool;
  readonly clock: Clock;
  readonly channels: ReadonlyMap<string, SandboxChannel>;
  readonly onFault: (error: unknown) => void;
};

type Due = IntentionKey & {
  readonly id: string;
  readonly eventId: string;
  readonly bend: Bend;
  readonly flaw: Flaw;
  readonly attempts: number;
};

/** The pauses between sendings of one callback; after the last one the channel gives up. */
const PAUSES_MS: readonly number[] = [1_000, 5_000, 15_000, 60_000, 300_000];
const AT_ONCE = 8;
const TAKEN_AT_ONCE = 64;
const IDLE_MS = 1_000;
const TIME_OUT_MS = 5_000;
const POLL_MS = 5;
const STALE_MS = 3_600_000;

export function startCourier(settings: CourierSettings): Courier {
  const { db, onFault } = settings;
  const ending = new AbortController();
  let knock: () => void = () => undefined;

  const run = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      const count = await deliverDue(settings, await listDue(db, null)).catch((error: unknown) => {
        onFault(error);
        return 0;
      });
      if (count > 0) continue;
      const knocked = new Promise<void>((resolve) => {
        knock = resolve;
      });
      await Promise.race([
        knocked,
        sleep(await idleMs(db), undefined, { signal: ending.signal }).catch(() => undefined),
      ]);
    }
  };
  const running = run().catch(onFault);
  return {
    wake: () => knock(),
    deliverNow: async (key) => {
      await deliverDue(settings, await listDue(db, key));
      // The loop may have taken it a moment earlier, and still be on its way with it.
      for (let round = 0; round < TIME_OUT_MS / POLL_MS && (await isOnItsWay(db, key)); round += 1)
        await sleep(POLL_MS);
    },
    stop: async () => {
      ending.abort();
      knock();
      await running;
    },
  };
}

/** Whether a callback about it has not come back from its first sending; who is taking it this moment shows nothing yet. */
async function isOnItsWay(db: pg.Pool, { channel, operation, outNo }: IntentionKey): Promise<boolean> {
  const { rows } = await db.query(
    `SELECT 1 FROM callbacks WHERE (channel, operation, out_no) = ($1, $2, $3)
       AND ended_at IS NULL AND last_status IS NULL`,
    [channel, operation, outNo],
  );
  return rows.length > 0;
}

/** Until the next one is due, at most a second. */
async function idleMs(db: pg.Pool): Promise<number> {
  const { rows } = await db.query<{ ms: number }>(
    "SELECT (EXTRACT(epoch FROM min(due_at) - now()) * 1000)::float8 AS ms FROM callbacks WHERE ended_at IS NULL",
  );
  return Math.min(IDLE_MS, Math.max(1, rows[0]?.ms ?? IDLE_MS));
}

/** Taken by moving it to its next sending, so that two never send the same one at once. */
async function listDue(db: pg.Pool, key: IntentionKey | null): Promise<Due[]> {
  const { rows } = await db.query<Due>(
    `UPDATE callbacks SET attempts = attempts + 1, due_at = now() + ($1::integer[])[least(attempts + 1, $2)] * interval '1 ms'
      WHERE id IN (SELECT id FROM callbacks WHERE ended_at IS NULL AND due_at <= now()
                      AND ($3::text IS NULL OR (channel, operation, out_no) = ($3, $4, $5))
                    ORDER BY due_at, id LIMIT $6 FOR UPDATE SKIP LOCKED)
      RETURNING id, channel, operation, out_no AS "outNo", event_id AS "eventId", bend, flaw, attempts`,
    [PAUSES_MS, PAUSES_MS.length, key?.channel ?? null, key?.operation ?? null, key?.outNo ?? null, TAKEN_AT_ONCE],
  );
  return rows.sort((left, right) => Number(BigInt(left.id) - BigInt(right.id)));
}

async function deliverDue(settings: CourierSettings, due: readonly Due[]): Promise<number> {
  const waiting = [...due];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const status = await deliverOne(settings, next).catch((error: unknown) => {
        settings.onFault(error);
        return 0;
      });
      const isOver = status === null || (status >= 200 && status < 300) || next.flaw !== "none";
      const hasEnded = isOver || next.attempts > PAUSES_MS.length;
      await settings.db.query(
        "UPDATE callbacks SET last_status = $2, ended_at = CASE WHEN $3 THEN now() END WHERE id = $1",
        [next.id, status, hasEnded],
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return due.length;
}

/** The status of the desk's answer; 0 where there was none, null where there is nothing to say in this style. */
async function deliverOne({ db, clock, channels }: CourierSettings, due: Due): Promise<number | null> {
  const channel = channels.get(due.channel);
  const [intention] = await loadIntentions(db, [due]);
  if (channel === undefined || channel.callbackUrl === null || intention === undefined) return null;
  const now = clock();
  // A callback is about the end, even where the mood sends it early.
  const truth = truthOf(intention, new Date(Math.max(now.getTime(), intention.settlesAt.getTime())));
  const request = await writeCallback(channel, {
    eventId: due.eventId,
    intention,
    order: await findOrder(db, intention),
    telling: bendTelling(truth, due.bend),
    signedAt: due.flaw === "stale" ? new Date(now.getTime() - STALE_MS) : now,
    isForged: due.flaw === "forged",
  });
  if (request === null) return null;
  const signal = AbortSignal.timeout(TIME_OUT_MS);
  try {
    const response = await fetch(channel.callbackUrl, { method: "POST", ...request, signal });
    const text = await response.text();
    const isKept = channel.style === "wechat" ? response.ok : response.ok && text.trim() === "success";
    return isKept || !response.ok ? response.status : 0;
  } catch {
    // Nobody there, or too slow: sent again like any other that was not kept.
    return 0;
  }
}

async function findOrder(
  db: pg.Pool,
  {
    operation,
    channel,
    orderNo,
    tradeNo,
  }: IntentionKey & { readonly orderNo: string | null; readonly tradeNo: string | null },
): Promise<Order | null> {
  if (operation === "TRANSFER") return null;
  const rest = { outNo: "", amountMinor: 0n, orderMinor: null, reason: "", fails: null };
  const [order] = await loadOrders(db, [{ kind: "REFUND", channel, orderNo, tradeNo, ...rest }]);
  return order ?? null;
}
