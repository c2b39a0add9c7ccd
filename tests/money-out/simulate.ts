import { randomUUID } from "node:crypto";
import type { MoodName } from "@/sandbox/moods/moods";
import type { ChannelClient } from "@/server/channels/channel-client";
import { proposeRepayout } from "@/server/commands/propose-repayout";
import { doubtLost, inquireDoubtful } from "@/server/money-out/inquire-doubtful";
import { sendingDone, startSending } from "@/server/money-out/send-waiting";
import { reader } from "@/server/transact";
import { approveAs } from "../approval-fixture";
import { accepted, by, type Desk } from "../desk-fixture";
import { addPayees, askFor, payoutOf } from "../payout-fixture";
import { type Random, randomOf } from "../random";
import type { Mood, TestSandbox } from "../sandbox-fixture";
import { type PaidOrder, refundOnce, takeOldOrders, takePaidOrders } from "./ask-refunds";
import { judgeRefunds } from "./judge-refunds";

/** What a channel may do to a payment and still be honest about it in the end. */
const HONEST: readonly MoodName[] = [
  "drops-answer",
  "accepts-after-time-out",
  "loses-request",
  "error-after-accept",
  "error-before-accept",
  "system-error",
  "system-error-after-accept",
  "rate-limit",
  "not-enough",
  "answer-badly-signed",
  "not-found",
  "inquiry-unanswered",
  "processing",
  "fails-payee",
  "fails-channel",
  "bounces",
  "callback-none",
  "callback-twice",
  "callback-reordered",
  "callback-forged",
  "callback-stale",
  "callback-first",
];
/** Lies: what comes of them is a case for people, whoever is right. */
const LYING: readonly MoodName[] = [
  "says-failed",
  "contradicts-itself",
  "other-amount",
  "callback-contradictory",
  "callback-other-amount",
];

export type World = {
  readonly desk: Desk;
  readonly sandbox: TestSandbox;
  readonly clients: ReadonlyMap<string, ChannelClient>;
};
/** What a seed has made: its payouts, the orders that it has refunded, and whether the channels may have lied about them. */
export type Simulated = {
  readonly payoutNos: readonly string[];
  readonly orderNos: readonly string[];
  readonly lied: boolean;
};

const PAYOUTS = 4;
const ROUNDS = 6;

/**
 * One seed: some payouts and refunds, through channels that misbehave as it says, with workers that die in the middle, until everybody
 * behaves again and has been asked. The same seed does the same again.
 */
export async function simulate(world: World, seed: number): Promise<Simulated> {
  const random = randomOf(seed);
  const lied = random.once(4);
  world.sandbox.setMoods(...drawMoods(random, lied));
  const since = await lastAttemptId();
  const payoutNos = await requestAll(world.desk, random);
  const orderNos = await refundAll(world, seed, random);
  for (let round = 0; round < ROUNDS; round += 1) {
    await work(world, dyingClients(world.clients, random), since);
    if (random.once(3)) await payAgain(world.desk, payoutNos, random);
    if (random.once(3)) await refundAgain(world.desk, orderNos);
  }
  world.sandbox.setMoods();
  for (let round = 0; round < ROUNDS; round += 1) if ((await work(world, world.clients, since)) === 0) break;
  return { payoutNos, orderNos, lied };
}

function drawMoods(random: Random, lied: boolean): Mood[] {
  const honest = Array.from({ length: 1 + random.below(4) }, (): Mood => {
    return { mood: random.pick(HONEST), perMille: 150 + random.below(600) };
  });
  return lied ? [...honest, { mood: random.pick(LYING), perMille: 500 }] : honest;
}

async function requestAll(desk: Desk, random: Random): Promise<string[]> {
  const payees = await addPayees(desk, "M1", PAYOUTS);
  const asked = payees.map((payee) => {
    const channel = random.once(2) ? "wechat" : "bank";
    return askFor(desk.people.maker, { amountMinor: BigInt(1 + random.below(9)), payee, channel });
  });
  return (await Promise.all(asked)).map((one) => accepted(one).payoutNo);
}

/** Refunds as they came, of a part, or two at once over what is left; and of an old payment, by transfer. */
async function refundAll({ desk, sandbox }: World, seed: number, random: Random): Promise<string[]> {
  const order = (name: string): PaidOrder => {
    return {
      orderNo: `SIM${seed}${name}`,
      channel: random.pick(["wechat", "bank"]),
      cashMinor: BigInt(10 + random.below(90)),
    };
  };
  const orders = [order("A"), order("B")];
  const old = random.once(3) ? [order("OLD")] : [];
  await takePaidOrders(sandbox, orders);
  if (old.length > 0) await takeOldOrders(old);
  const wishes = orders.flatMap(({ orderNo, cashMinor }) => {
    const amountMinor = random.once(2) ? cashMinor : cashMinor - BigInt(random.below(6));
    const wish = { orderNo, amountMinor, byBank: false };
    return random.once(2) ? [wish, wish] : [wish];
  });
  const byBank = old.map(({ orderNo, cashMinor }) => ({ orderNo, amountMinor: cashMinor, byBank: true }));
  await Promise.all([...wishes, ...byBank].map((wish) => refundOnce(desk.people, wish)));
  return [...orders, ...old].map(({ orderNo }) => orderNo);
}

/** What an order has left after a refund that failed goes to a bank account, asked for twice at once. */
async function refundAgain({ people }: Desk, orderNos: readonly string[]): Promise<void> {
  const failed = await reader.query<{ orderNo: string; minor: bigint }>(
    `SELECT l.order_no AS "orderNo", sum(l.paid_minor - l.refunded_minor)::bigint AS minor FROM order_legs l
     WHERE l.order_no = ANY ($1) AND EXISTS (SELECT 1 FROM refunds r WHERE r.order_no = l.order_no AND r.status = 'FAILED')
     GROUP BY 1 HAVING sum(l.paid_minor - l.refunded_minor) > 0`,
    [orderNos],
  );
  for (const { orderNo, minor } of failed) {
    const wish = { orderNo, amountMinor: minor, byBank: true };
    await Promise.all([refundOnce(people, wish), refundOnce(people, wish)]);
  }
}

/** One turn of several workers: they send, ask, and take over from those that have died. Answers how many attempts are open. */
async function work({ desk }: World, clients: ReadonlyMap<string, ChannelClient>, since: bigint): Promise<number> {
  const find = (code: string) => clients.get(code) ?? null;
  await Promise.all([startSending(find), startSending(find)]);
  await sendingDone();
  await makeEverythingDue(desk, since);
  await doubtLost();
  await Promise.all([inquireDoubtful(find), inquireDoubtful(find)]).catch(ignoreDeath);
  return makeEverythingDue(desk, since);
}

async function lastAttemptId(): Promise<bigint> {
  const [last] = await reader.query<{ id: bigint }>("SELECT coalesce(max(id), 0) AS id FROM money_attempts");
  return last?.id ?? 0n;
}

/** The clock runs on for this seed: leases are over, waits are over, whoever is to be asked is asked now. */
async function makeEverythingDue({ db }: Desk, since: bigint): Promise<number> {
  const { rowCount } = await db.ownerPool.query(
    `UPDATE money_attempts SET version = version + 1, lease_until = CASE WHEN lease_until IS NULL THEN NULL ELSE now() - interval '1 second' END,
       available_at = least(available_at, now()), inquiries = least(inquiries, 1),
       next_inquiry_at = CASE WHEN status IN ('PROCESSING', 'IN_DOUBT') THEN now() END
     WHERE status NOT IN ('SUCCEEDED', 'FAILED') AND id > $1`,
    [since],
  );
  return rowCount ?? 0;
}

class Died extends Error {}

function ignoreDeath(error: unknown): void {
  if (!(error instanceof Died)) throw error;
}

/** Clients in the hands of workers that sometimes die before they call, or with the answer in their hands. */
function dyingClients(clients: ReadonlyMap<string, ChannelClient>, random: Random): ReadonlyMap<string, ChannelClient> {
  const dying = <Args extends unknown[], Answer>(call: (...args: Args) => Promise<Answer>) => {
    return async (...args: Args): Promise<Answer> => {
      if (random.once(8)) throw new Died("before the call");
      const answer = await call(...args);
      if (random.once(8)) throw new Died("before its answer was heard");
      return answer;
    };
  };
  return new Map(
    [...clients].map(([code, client]) => {
      const transfer = dying((...args: Parameters<ChannelClient["transfer"]>) => client.transfer(...args));
      const askTransfer = dying((...args: Parameters<ChannelClient["askTransfer"]>) => client.askTransfer(...args));
      const refund = dying((...args: Parameters<ChannelClient["refund"]>) => client.refund(...args));
      const askRefund = dying((...args: Parameters<ChannelClient["askRefund"]>) => client.askRefund(...args));
      return [
        code,
        Object.assign(Object.create(client) as ChannelClient, { transfer, askTransfer, refund, askRefund }),
      ];
    }),
  );
}

/** Re-payouts of what has failed by the channel's fault, as people ask for them, sometimes twice at once. */
async function payAgain({ people }: Desk, payoutNos: readonly string[], random: Random): Promise<void> {
  for (const payoutNo of payoutNos) {
    const { status, version } = await payoutOf(payoutNo);
    if (status !== "FAILED" && random.once(2)) continue;
    const ask = () => {
      const commandId = randomUUID();
      const wish = { payoutNo, expectedVersion: version, choice: "REPAY" as const, channel: "wechat" };
      return proposeRepayout(by(people.maker, commandId), { commandId, ...wish, reason: "it did not arrive" });
    };
    const asked = await Promise.all(random.once(2) ? [ask(), ask()] : [ask()]);
    for (const one of asked) if (one.ok) await approveAs(people.finance, one.value.approvalNo);
  }
}

type JudgedPayout = { status: string; open: number; cases: number; transitMinor: bigint };

/**
 * What is wrong with what a seed has made, from three sides: the channel's own books, the ledger, and the desk's states.
 * Nothing is lost, nothing is paid twice. Where a channel has lied, what we believed must at least be booked as a whole.
 */
export async function judge({ sandbox }: World, { payoutNos, orderNos, lied }: Simulated): Promise<string[]> {
  const wrong = await judgeRefunds(sandbox, orderNos, lied);
  for (const payoutNo of payoutNos) {
    const [row] = await reader.query<JudgedPayout>(
      `SELECT p.status, (SELECT count(*)::int FROM money_attempts a WHERE a.kind = 'PAYOUT' AND a.object_no = p.payout_no AND a.status NOT IN ('SUCCEEDED', 'FAILED')) AS open,
         (SELECT count(*)::int FROM money_cases k WHERE k.object_no = p.payout_no) AS cases,
         (SELECT coalesce(sum(CASE e.side WHEN 'CREDIT' THEN e.amount_minor ELSE -e.amount_minor END), 0)::bigint
          FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on JOIN accounts a ON a.id = e.account_id
          WHERE v.object_type = 'payout' AND v.object_no = p.payout_no AND a.gl_code = '2242') AS "transitMinor"
       FROM payouts p WHERE p.payout_no = $1`,
      [payoutNo],
    );
    const outNos = await reader.query<{ outNo: string }>(
      `SELECT out_no AS "outNo" FROM money_attempts WHERE kind = 'PAYOUT' AND object_no = $1
       AND NOT EXISTS (SELECT 1 FROM vouchers WHERE idempotency_key = 'payout.bounced:' || out_no)`,
      [payoutNo],
    );
    const booked = await Promise.all(outNos.map(({ outNo }) => sandbox.findInBooks(outNo)));
    // What bounced was paid first; where its channel does not tell that it came back, the bank's statement does.
    const paid = booked.filter((entry) => entry?.state === "SUCCEEDED" || entry?.state === "BOUNCED").length;
    if (row) wrong.push(...judgePayout(payoutNo, row, lied ? null : paid));
  }
  return wrong;
}

/** `paid`: how often the channel has paid it; null where it may have lied, and only its statement would show it. */
function judgePayout(
  payoutNo: string,
  { status, open, cases, transitMinor }: JudgedPayout,
  paid: number | null,
): string[] {
  const wrong: string[] = [];
  const say = (what: string) => wrong.push(`${payoutNo} is ${status}, the channel has paid it ${paid} times: ${what}`);
  if (paid !== null && paid > 1) say("paid twice");
  if (paid !== null && (status === "SUCCEEDED") !== (paid === 1)) say("the books and the channel differ");
  if (open > 1) say("more than one attempt is open");
  if (status === "SUCCEEDED" || status === "RETURNED") {
    if (transitMinor !== 0n) say(`${transitMinor} is still in transit`);
    if (open > 0) say("it has ended and an attempt is open");
  } else if (transitMinor <= 0n) say("its money is in transit no more");
  if (status !== "SUCCEEDED" && status !== "RETURNED" && status !== "FAILED" && status !== "BOUNCED" && cases === 0)
    say("nobody knows, and nobody was told");
  return wrong;
}
