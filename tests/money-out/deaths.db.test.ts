import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChannelClient } from "@/server/channels/channel-client";
import { loadChannelClients } from "@/server/channels/load-channel-clients";
import { FAILPOINTS, type Failpoint } from "@/server/failpoint";
import { doubtLost, inquireDoubtful } from "@/server/money-out/inquire-doubtful";
import { sendingDone, startSending } from "@/server/money-out/send-waiting";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { approveAs } from "../approval-fixture";
import { accepted, type Desk } from "../desk-fixture";
import { addPayees, askFor } from "../payout-fixture";
import { randomOf } from "../random";
import type { TestSandbox } from "../sandbox-fixture";
import { refundOnce, takePaidOrders } from "./ask-refunds";
import { type Child, isStoppedWithin, killChild, startChild } from "./children";
import type { DeskWishes } from "./desk-child";
import {
  countOpen,
  holdsWithin,
  letTimePass,
  listOverRefunded,
  listPaid,
  openChannels,
  openMoneyDesk,
  STANDS_AT,
  standingClock,
} from "./money-world";
import { type Relay, startRelay } from "./relay";
import { hearWitness } from "./witness";

/** How many workers are killed at random, and how many payouts and refunds are under way meanwhile. */
const KILLS = Number(process.env.DESK_DEATHS ?? 6);
const PAYOUTS = Number(process.env.DESK_DEATH_PAYOUTS ?? 40);
const AT_ONCE = 6;
const REFUNDS = Math.ceil((PAYOUTS * 3) / 10);
/** Every place is died at; being stopped and stumbling are tried everywhere on demand, and where it matters most otherwise. */
const IS_SOAK = process.env.DESK_DEATHS !== undefined;
const ALWAYS: readonly string[] = ["attempt.called", "answer.hearing", "notice.applied"];

let desk: Desk;
let sandbox: TestSandbox;
let relay: Relay;
let clients: ReadonlyMap<string, ChannelClient>;
beforeAll(async () => {
  relay = await startRelay();
  desk = await openMoneyDesk();
  sandbox = await openChannels(relay.address, "deaths");
  clients = loadChannelClients(sandbox.channelsFile, standingClock);
});
afterAll(async () => {
  await sandbox.drop();
  await desk.db.drop();
  await relay.close();
});

const start = (args: readonly string[], env: Record<string, string> = {}) =>
  startChild(args, {
    DATABASE_URL: desk.db.appUrl,
    DESK_CHANNELS_FILE: sandbox.channelsFile,
    DESK_CLOCK: STANDS_AT,
    ...env,
  });
async function request(count: number): Promise<void> {
  const payees = await addPayees(desk, "M1", count);
  for (let from = 0; from < count; from += 8) {
    const some = payees.slice(from, from + 8);
    await Promise.all(
      some.map(async (payee, index) => {
        const channel = index % 2 === 0 ? "wechat" : "bank";
        accepted(await askFor(desk.people.maker, { amountMinor: 7n, payee, channel }));
      }),
    );
  }
}
/** A refund of a payment of its own, by either channel in turns. */
async function refund(prefix: string, count: number): Promise<void> {
  const orders = Array.from({ length: count }, (_, nth) => orderOf(`${prefix}${nth}`, nth));
  await takePaidOrders(sandbox, orders);
  for (let from = 0; from < count; from += 8) {
    const wishes = orders.slice(from, from + 8).map(({ orderNo }) => ({ orderNo, amountMinor: 60n, byBank: false }));
    await Promise.all(wishes.map(async (wish) => accepted(await refundOnce(desk.people, wish))));
  }
}
const orderOf = (orderNo: string, nth: number) => {
  return { orderNo, channel: nth % 2 === 0 ? "wechat" : "bank", cashMinor: 100n };
};
/** A worker that nothing happens to, in this process. */
async function workOnce(): Promise<void> {
  const find = (code: string) => clients.get(code) ?? null;
  await startSending(find);
  await sendingDone();
  await letTimePass(desk);
  try {
    await doubtLost();
    await inquireDoubtful(find);
  } catch (error) {
    comeAgain(error);
  }
}
/** Whoever stands still within a transaction keeps the others waiting until the server ends its session; the jobs have other turns. */
function comeAgain(error: unknown): void {
  if (!(error instanceof pg.DatabaseError) || error.code !== "55P03") throw error;
}
/** It does what is left. */
async function finish(): Promise<void> {
  const isDone = await holdsWithin(300_000, async () => {
    await workOnce();
    return (await countOpen()) === 0;
  });
  expect(isDone).toBe(true);
}
async function expectPaidOnce(): Promise<void> {
  const wrong = (await listPaid(sandbox)).filter(({ status, paid }) => paid !== (status === "SUCCEEDED" ? 1 : 0));
  expect(wrong).toEqual([]);
  expect(await listOverRefunded(sandbox)).toEqual([]);
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
}

/** Payouts alone are asked for many at a time. */
const isComeBy = (point: Failpoint, kind: "payout" | "refund") => point !== "payouts.accepted" || kind === "payout";
/** Who comes by which place: a request of a payout, a worker, or whoever takes callbacks. */
const PART_OF: Record<Failpoint, "ask" | "work" | "listen"> = {
  "attempt.prepared": "ask",
  "payouts.accepted": "ask",
  "attempt.taken": "work",
  "attempt.called": "work",
  "answer.hearing": "work",
  "answer.heard": "work",
  "inquiry.taken": "work",
  "inquiry.called": "work",
  "notice.verified": "listen",
  "notice.applied": "listen",
};
const PLACES = FAILPOINTS.flatMap((point) =>
  (["kill", "stop", "throw"] as const).flatMap((act) =>
    (["payout", "refund"] as const)
      .filter((kind) => isComeBy(point, kind) && (IS_SOAK || isAlwaysTried(point, act, kind)))
      .map((kind) => [point, act, kind] as const),
  ),
);
const orderAt = (point: Failpoint, act: string) => `DIES-${point.replace(".", "-")}-${act}`;
/** A refund's way is the same code: it is died on where its own books, its request or its channel's word are. */
function isAlwaysTried(point: Failpoint, act: "kill" | "stop" | "throw", kind: "payout" | "refund"): boolean {
  if (kind === "refund") return act === "kill" && (ALWAYS.includes(point) || point === "attempt.prepared");
  return act === "kill" || ALWAYS.includes(point);
}

describe("a process that comes to grief at", () => {
  it.each(PLACES)(
    "%s: %s, with a %s",
    async (point, act, kind) => {
      const part = PART_OF[point];
      // More than one, since answers are heard, and payouts are asked for, many at a time.
      const count = part === "work" ? AT_ONCE : 1;
      if (part !== "ask") await (kind === "payout" ? request(count) : refund(orderAt(point, act), 1));
      // Nobody answers the first call, so that there is something to ask about; or the answer leaves the rest to callbacks.
      if (point.startsWith("inquiry")) sandbox.setMoods({ mood: "drops-answer" }, { mood: "callback-none" });
      if (part === "listen") sandbox.setMoods({ mood: "processing" });
      const args = part === "ask" ? await wishFor(kind, orderAt(point, act)) : [part];
      const child = start(args, { FAILPOINT: `${point}:${act}` });
      try {
        if (part === "listen") {
          relay.to = [(await child.ready) ?? ""];
          await workOnce();
        }
        await comeToGrief(child, act);
        sandbox.setMoods();
        relay.to = [];
        await finish();
        // The one that was stopped goes on as if nothing had happened: its late word is refused, or says nothing new.
        child.process.kill("SIGCONT");
        await sleep(act === "stop" ? 300 : 0);
      } finally {
        await killChild(child);
      }
      // What was to be approved when the desk died waits as before.
      await approveWaiting();
      await finish();
      await expectPaidOnce();
    },
    240_000,
  );

  async function wishFor(kind: "payout" | "refund", orderNo: string): Promise<readonly string[]> {
    if (kind === "payout") {
      const payees = await addPayees(desk, "M1", AT_ONCE);
      const wish = { merchantNo: "M1", asset: "CNY", amountMinor: "7", payees, channel: "wechat" };
      return ["ask", JSON.stringify(wish)];
    }
    await takePaidOrders(sandbox, [orderOf(orderNo, 0)]);
    const { maker, finance } = desk.people;
    const refunds = [{ orderNo, amountMinor: "60", byBank: false }];
    return ["desk", JSON.stringify({ people: { maker, finance }, payouts: [], refunds } satisfies DeskWishes)];
  }

  async function approveWaiting(): Promise<void> {
    const waiting = await reader.query<{ no: string }>(
      "SELECT approval_no AS no FROM approvals WHERE act = 'MANUAL_REFUND' AND status = 'PENDING'",
    );
    for (const { no } of waiting) accepted(await approveAs(desk.people.finance, no));
  }

  async function comeToGrief(child: Child, act: "kill" | "stop" | "throw"): Promise<void> {
    if (act === "kill") await Promise.race([child.ended, sleep(90_000)]);
    else if (act === "stop") expect(await isStoppedWithin(child, 90_000)).toBe(true);
    else await Promise.race([child.ended, sleep(1_500)]);
    if (act === "kill") expect(child.process.signalCode).toBe("SIGKILL");
  }
});

it(`${KILLS} kills at random while ${PAYOUTS} payouts and ${REFUNDS} refunds are under way: none is lost, none is paid twice`, async () => {
  const random = randomOf(20_261_121);
  sandbox.setMoods({ mood: "drops-answer", perMille: 200 }, { mood: "accepts-after-time-out", perMille: 100 });
  await Promise.all([request(PAYOUTS), refund("KILL", REFUNDS)]);
  const workers = [start(["work"]), start(["work"])];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const at = random.below(workers.length);
    const victim = workers[at];
    if (victim) {
      await victim.ready;
      await sleep(random.below(200));
      await killChild(victim);
    }
    workers[at] = start(["work"]);
    await letTimePass(desk);
  }
  sandbox.setMoods();
  await Promise.all(workers.map(killChild));
  await finish();
  await expectPaidOnce();
}, 3_600_000);

it("two desks and three workers at once, through channels that misbehave: 120 payouts and 40 refunds, each paid once", async () => {
  sandbox.setMoods(
    { mood: "drops-answer", perMille: 150 },
    { mood: "system-error-after-accept", perMille: 100 },
    { mood: "fails-channel", perMille: 50 },
    { mood: "callback-twice", perMille: 300 },
  );
  const before = (await listPaid(sandbox)).length;
  const workers = [start(["work"]), start(["work"]), start(["work"])];
  const desks = (await planTwoDesks()).map((wishes) => start(["desk", JSON.stringify(wishes)]));
  relay.to = (await Promise.all(desks.map(({ ready }) => ready))).flatMap((address) => address ?? []);
  const approved = await Promise.all(desks.map(({ done }) => done));
  expect(approved.reduce((sum, count) => sum + Number(count), 0)).toBe(40);
  const areSettled = await holdsWithin(180_000, async () => {
    await letTimePass(desk);
    return (await countOpen(["PROCESSING", "IN_DOUBT"])) === 0;
  });
  expect(areSettled).toBe(true);
  sandbox.setMoods();
  await finish();
  relay.to = [];
  await Promise.all([...workers, ...desks].map(killChild));
  expect((await listPaid(sandbox)).length - before).toBe(160);
  await expectPaidOnce();
});

/** What two desks ask for: sixty payouts each, fifteen refunds of their own, and ten that both want, of which one has room. */
async function planTwoDesks(): Promise<DeskWishes[]> {
  const payees = await addPayees(desk, "M1", 120);
  const orders = Array.from({ length: 40 }, (_, nth) => orderOf(`BOTH${nth}`, nth));
  await takePaidOrders(sandbox, orders);
  const payouts = payees.map((payee, nth) => ({ payee, channel: nth % 2 === 0 ? "wechat" : "bank" }));
  const refunds = orders.map(({ orderNo }) => ({ orderNo, amountMinor: "60", byBank: false }));
  const { maker, finance } = desk.people;
  return [0, 1].map((desk) => ({
    people: { maker, finance },
    payouts: payouts.slice(desk * 60, desk * 60 + 60),
    refunds: [...refunds.slice(30), ...refunds.slice(desk * 15, desk * 15 + 15)],
  }));
}

it("what channels and banks write of these days leaves nothing about them unexplained", async () => {
  expect(await hearWitness(sandbox)).toEqual([]);
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
});
