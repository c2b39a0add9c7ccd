import { z } from "zod";
import { answer, type Delivery, deliver, type HttpRequest } from "../http/exchange";
import { moodRuleInput } from "../moods/mood-book";
import { MOOD_NAMES } from "../moods/moods";
import type { Sandbox } from "../sandbox";
import { readBillDay } from "../statements/statement-line";
import { writeBankStatement } from "../statements/write-bank-statement";
import { listBooks, readBooksFilter } from "./list-books";

const moodsInput = z.strictObject({
  /** `true` forgets the rules that are there first. */
  replace: z.boolean().default(true),
  seed: z.string().min(1).optional(),
  rules: z.array(moodRuleInput).max(1_000).default([]),
});
const balanceInput = z.strictObject({ channel: z.string(), balanceMinor: z.string().regex(/^\d{1,15}$/) });
const orderInput = z.strictObject({
  channel: z.string(),
  orderNo: z.string().regex(/^[\w|*@-]{1,64}$/),
  amountMinor: z.string().regex(/^[1-9]\d{0,14}$/),
  paidAt: z.iso.datetime({ offset: true }).optional(),
});
const ordersInput = z.strictObject({ orders: z.array(orderInput).max(10_000) });

type Handler = (sandbox: Sandbox, request: HttpRequest) => Promise<Delivery>;

/** The sandbox's own interface, which no channel has: moods, books, statements. */
export const CONTROLS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ["GET /sandbox/health", async () => deliver(answer(200, { ok: true }))],
  ["GET /sandbox/moods", async (sandbox) => sayMoods(sandbox)],
  ["POST /sandbox/moods", setMoods],
  ["POST /sandbox/balance", setBalance],
  ["POST /sandbox/orders", takeOrders],
  [
    "GET /sandbox/books",
    async (sandbox, { query }) => deliver(answer(200, await listBooks(sandbox, readBooksFilter(query)))),
  ],
  ["GET /sandbox/statement", sendStatement],
]);

function sayMoods({ moods }: Sandbox): Delivery {
  return deliver(answer(200, { rules: moods.list(), names: MOOD_NAMES }));
}

async function setMoods(sandbox: Sandbox, { body }: HttpRequest): Promise<Delivery> {
  const read = readBody(moodsInput, body);
  if (!read.ok) return bad(read.because);
  const { replace, seed, rules } = read.value;
  const unknown = rules.find(({ channel }) => channel !== "*" && !sandbox.channels.has(channel));
  if (unknown !== undefined) return bad(`There is no channel ${unknown.channel}.`);
  if (seed !== undefined) sandbox.moods.reseed(seed);
  sandbox.moods.set(replace ? rules : [...sandbox.moods.list(), ...rules]);
  return sayMoods(sandbox);
}

async function setBalance(sandbox: Sandbox, { body }: HttpRequest): Promise<Delivery> {
  const read = readBody(balanceInput, body);
  if (!read.ok) return bad(read.because);
  const { channel, balanceMinor } = read.value;
  if (!sandbox.channels.has(channel)) return bad(`There is no channel ${channel}.`);
  await sandbox.clerk.setBalance(channel, BigInt(balanceMinor));
  return deliver(answer(200, read.value));
}

/** Orders in bulk, as if payers had paid them: for tests and for the demo. */
async function takeOrders(sandbox: Sandbox, { body }: HttpRequest): Promise<Delivery> {
  const read = readBody(ordersInput, body);
  if (!read.ok) return bad(read.because);
  const strange = read.value.orders.find(({ channel }) => !sandbox.channels.has(channel));
  if (strange !== undefined) return bad(`There is no channel ${strange.channel}.`);
  const verdicts = await Promise.all(
    read.value.orders.map(({ channel, orderNo: outNo, amountMinor, paidAt }) => {
      const when = paidAt === undefined ? null : new Date(paidAt);
      const ask = { kind: "PAY", channel, outNo, amountMinor: BigInt(amountMinor), paidAt: when } as const;
      return sandbox.clerk.take({ ask, callbacks: "none" });
    }),
  );
  const taken = verdicts.flatMap((verdict) => (verdict.kind === "PAID" ? [verdict.order] : []));
  const orders = taken.map(({ channel, orderNo, tradeNo }) => ({ channel, orderNo, tradeNo }));
  return deliver(answer(200, { orders, refused: verdicts.length - taken.length }));
}

/** `kind=trade` (the channel's own) or `kind=bank` (camt.053 or MT940 of the transfers) of `channel` on `day`. */
async function sendStatement(sandbox: Sandbox, { query }: HttpRequest): Promise<Delivery> {
  const channel = sandbox.channels.get(query.get("channel") ?? "");
  const day = readBillDay(query.get("day"));
  if (channel === undefined || day === null) return bad("channel and day (YYYY-MM-DD) are needed.");
  const isBank = query.get("kind") === "bank";
  const file = isBank
    ? await writeBankStatement(sandbox, channel, day, query)
    : ((await sandbox.bills.announce(sandbox, channel, day))?.file ?? null);
  if (file === null) return deliver(answer(404, { message: "Nothing happened on that day." }));
  const headers = {
    "content-type": "application/octet-stream",
    "content-disposition": `attachment; filename="${file.fileName}"`,
  };
  return deliver({ status: 200, headers, body: file.bytes });
}

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly because: string };

function readBody<T>(schema: z.ZodType<T>, body: string): Read<T> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { ok: false, because: "The body is no JSON." };
  }
  const read = schema.safeParse(value);
  return read.success ? { ok: true, value: read.data } : { ok: false, because: z.prettifyError(read.error) };
}

function bad(because: string): Delivery {
  return deliver(answer(400, { message: because }));
}
