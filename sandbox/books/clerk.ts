import { createHash } from "node:crypto";
import type pg from "pg";
import { type CallbackPlan, planCallbacks } from "../callbacks/plan-callbacks";
import type { Clock } from "../clock";
import { drawDigits } from "../moods/draw";
import type { Conduct } from "../moods/moods";
import { type IntentionKey, loadBalances, loadIntentions, loadOrders } from "../store/load";
import { writeBatch } from "../store/write-batch";
import { createBatch } from "./batch";
import type { Ask, Intention, Limits, Order, Verdict } from "./books";
import { decide } from "./decide";

/** What a channel's books need to know of it. */
export type ClerkChannel = { readonly limits: Limits; readonly hasCallbacks: boolean; readonly lateMs: number };

export type ClerkRequest = { readonly ask: Ask; readonly callbacks: Conduct["callbacks"] };

/** The one who writes the books. There is one per database, and it works on one batch at a time. */
export type Clerk = {
  take(request: ClerkRequest): Promise<Verdict>;
  find(key: IntentionKey): Promise<Intention | null>;
  /** Null when no such order was paid. */
  findOrder(channel: string, orderNo: string | null, tradeNo: string | null): Promise<Order | null>;
  balanceOf(channel: string): bigint;
  setBalance(channel: string, balanceMinor: bigint): Promise<void>;
};

export type ClerkSettings = {
  readonly db: pg.Pool;
  readonly clock: Clock;
  readonly seed: () => string;
  readonly channels: ReadonlyMap<string, ClerkChannel>;
  /** Called after callbacks were written. */
  readonly onCallbacks: () => void;
};

const BATCH_MAX = 500;
const CHANNEL_NO_DIGITS = 28;

export async function openClerk(settings: ClerkSettings): Promise<Clerk> {
  const { db, channels } = settings;
  const kept = await loadBalances(db);
  for (const [code, { limits }] of channels) if (!kept.has(code)) kept.set(code, limits.openingMinor);
  // Whatever writes does so in turn, so that nobody decides on a balance that another is about to change.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(write: () => Promise<T>): Promise<T> => {
    const mine = last.then(write, write);
    last = mine;
    return mine;
  };
  const find = createBatch(BATCH_MAX, async (keys: readonly IntentionKey[]) => {
    const found = new Map((await loadIntentions(db, keys)).map((intention) => [keyOf(intention), intention]));
    return keys.map((key) => found.get(keyOf(key)) ?? null);
  });
  return {
    take: createBatch(BATCH_MAX, (requests: readonly ClerkRequest[]) => inTurn(() => work(settings, kept, requests))),
    find,
    findOrder: async (channel, orderNo, tradeNo) => {
      const asked = { kind: "REFUND", channel, orderNo, tradeNo } as const;
      const rest = { outNo: "", amountMinor: 0n, orderMinor: null, reason: "", fails: null };
      return (await loadOrders(db, [{ ...asked, ...rest }]))[0] ?? null;
    },
    balanceOf: (channel) => kept.get(channel) ?? 0n,
    setBalance: (channel, minor) =>
      inTurn(async () => {
        await writeBatch(db, { ...NOTHING, balances: new Map([[channel, minor]]) });
        kept.set(channel, minor);
      }),
  };
}

const NOTHING = { taken: [], repeated: [], orders: [], balances: new Map(), callbacks: [] };

/** Decides a batch one after the other, each on what the earlier ones have left, and writes it all at once. */
async function work(
  settings: ClerkSettings,
  kept: Map<string, bigint>,
  requests: readonly ClerkRequest[],
): Promise<Verdict[]> {
  const asks = requests.map(({ ask }) => ask);
  const keys = asks.flatMap((ask) => (ask.kind === "PAY" ? [] : [keyFor(ask)]));
  const [known, orders] = await Promise.all([loadIntentions(settings.db, keys), loadOrders(settings.db, asks)]);
  const page = openPage(known, orders, kept);
  const verdicts = requests.map((request) => decideOne(settings, page, request));
  await writeBatch(settings.db, {
    taken: [...page.taken.values()],
    repeated: page.repeated,
    orders: [...page.changedOrders],
    balances: page.balances,
    callbacks: page.callbacks,
  });
  for (const [channel, minor] of page.balances) kept.set(channel, minor);
  if (page.callbacks.length > 0) settings.onCallbacks();
  return verdicts;
}

/** The books as they are for one batch, and what it has changed in them so far. */
type Page = {
  readonly known: Map<string, Intention>;
  /** By both of its numbers. */
  readonly orders: Map<string, Order>;
  readonly changedOrders: Set<Order>;
  readonly taken: Map<string, Intention>;
  readonly repeated: IntentionKey[];
  readonly balances: Map<string, bigint>;
  readonly callbacks: (IntentionKey & CallbackPlan)[];
  readonly balanceOf: (channel: string) => bigint;
};

function openPage(known: readonly Intention[], orders: readonly Order[], kept: ReadonlyMap<string, bigint>): Page {
  const balances = new Map<string, bigint>();
  const page: Page = {
    known: new Map(known.map((intention) => [keyOf(intention), intention])),
    orders: new Map(),
    changedOrders: new Set(),
    taken: new Map(),
    repeated: [],
    balances,
    callbacks: [],
    balanceOf: (channel) => balances.get(channel) ?? kept.get(channel) ?? 0n,
  };
  for (const order of orders) noteOrder(page, order);
  return page;
}

function noteOrder(page: Page, order: Order): void {
  page.orders.set(JSON.stringify([order.channel, "order", order.orderNo]), order);
  page.orders.set(JSON.stringify([order.channel, "trade", order.tradeNo]), order);
}

function orderOf(page: Page, ask: Ask): Order | null {
  if (ask.kind === "TRANSFER") return null;
  const orderNo = ask.kind === "PAY" ? ask.outNo : ask.orderNo;
  const tradeNo = ask.kind === "PAY" ? null : ask.tradeNo;
  const byOrder = page.orders.get(JSON.stringify([ask.channel, "order", orderNo]));
  return byOrder ?? page.orders.get(JSON.stringify([ask.channel, "trade", tradeNo])) ?? null;
}

function decideOne(settings: ClerkSettings, page: Page, { ask, callbacks }: ClerkRequest): Verdict {
  const channel = settings.channels.get(ask.channel);
  if (channel === undefined) throw new Error(`The sandbox has no channel ${ask.channel}.`);
  const key = ask.kind === "PAY" ? null : keyFor(ask);
  const order = orderOf(page, ask);
  const {
    verdict,
    order: after,
    balanceGainMinor,
  } = decide(ask, {
    known: key && (page.known.get(keyOf(key)) ?? null),
    order,
    balanceMinor: page.balanceOf(ask.channel),
    limits: channel.limits,
    now: settings.clock(),
    bodySha256: hashBody(ask),
    channelNo: drawDigits(settings.seed(), ["no", ask.kind, ask.channel, ask.outNo], CHANNEL_NO_DIGITS),
  });
  if (after !== null) {
    if (order !== null) page.changedOrders.delete(order);
    page.changedOrders.add(after);
    noteOrder(page, after);
  }
  if (balanceGainMinor !== 0n) page.balances.set(ask.channel, page.balanceOf(ask.channel) + balanceGainMinor);
  if (verdict.kind === "TAKEN" && key !== null) noteTaken(settings.seed(), page, key, verdict, callbacks, channel);
  return verdict;
}

function noteTaken(
  seed: string,
  page: Page,
  key: IntentionKey,
  { intention, isNew }: Extract<Verdict, { kind: "TAKEN" }>,
  manner: Conduct["callbacks"],
  { hasCallbacks, lateMs }: ClerkChannel,
): void {
  const id = keyOf(key);
  page.known.set(id, intention);
  if (isNew || page.taken.has(id)) page.taken.set(id, intention);
  else page.repeated.push(key);
  if (!isNew || !hasCallbacks) return;
  const plans = planCallbacks(intention, manner, { sentFrom: new Date(), lateMs, seed });
  page.callbacks.push(...plans.map((plan) => ({ ...key, ...plan })));
}

function keyFor(ask: Exclude<Ask, { kind: "PAY" }>): IntentionKey {
  return { channel: ask.channel, operation: ask.kind, outNo: ask.outNo };
}

function keyOf({ channel, operation, outNo }: IntentionKey): string {
  return JSON.stringify([channel, operation, outNo]);
}

/** Of what the number stands for, not of the request's bytes: a sealed name is other bytes every time. */
function hashBody(ask: Ask): string {
  const of =
    ask.kind === "PAY"
      ? [`${ask.amountMinor}`]
      : ask.kind === "REFUND"
        ? [ask.orderNo, ask.tradeNo, `${ask.orderMinor}`, `${ask.amountMinor}`]
        : [ask.payee.holder, ask.payee.bank, ask.payee.accountNo, `${ask.amountMinor}`];
  return createHash("sha256")
    .update(JSON.stringify([ask.kind, ...of]))
    .digest("hex");
}
