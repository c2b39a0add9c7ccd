import { createServer, type Server } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChannelClient } from "@/server/channels/channel-client";
import { loadChannelClients } from "@/server/channels/load-channel-clients";
import { FAILPOINTS, type Failpoint } from "@/server/failpoint";
import { doubtLost, inquireDoubtful } from "@/server/money-out/inquire-doubtful";
import { sendingDone, startSending } from "@/server/money-out/send-waiting";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { accepted, type Desk } from "../desk-fixture";
import { addPayees, askFor } from "../payout-fixture";
import { randomOf } from "../random";
import type { TestSandbox } from "../sandbox-fixture";
import { type Child, isStoppedWithin, killChild, startChild } from "./children";
import { countOpen, holdsWithin, letTimePass, listPaid, openChannels, openMoneyDesk } from "./money-world";

/** How many workers are killed at random, and how many payouts are under way meanwhile. */
const KILLS = Number(process.env.DESK_DEATHS ?? 6);
const PAYOUTS = Number(process.env.DESK_DEATH_PAYOUTS ?? 40);
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
  clients = loadChannelClients(sandbox.channelsFile, () => new Date());
}, 120_000);
afterAll(async () => {
  await sandbox.drop();
  await desk.db.drop();
  await relay.close();
});

/** Passes callbacks on to whichever process listens now; refuses them while none does, as a site that is down. */
type Relay = { readonly address: string; to: string | null; readonly close: () => Promise<void> };
async function startRelay(): Promise<Relay> {
  const state: { to: string | null } = { to: null };
  const server: Server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    if (state.to === null) return outgoing.writeHead(503).end();
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const answer = await fetch(`${state.to}${incoming.url}`, { method: "POST", headers, body }).catch(() => null);
    outgoing.writeHead(answer?.status ?? 502).end(answer ? await answer.text() : "");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  return Object.assign(state, {
    address: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  });
}

const start = (args: readonly string[], env: Record<string, string> = {}) =>
  startChild(args, { DATABASE_URL: desk.db.appUrl, DESK_CHANNELS_FILE: sandbox.channelsFile, ...env });
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
/** A worker that nothing happens to, in this process. */
async function workOnce(): Promise<void> {
  const find = (code: string) => clients.get(code) ?? null;
  await startSending(find);
  await sendingDone();
  await letTimePass(desk);
  await doubtLost();
  await inquireDoubtful(find);
}
/** It does what is left. */
async function finish(): Promise<void> {
  const isDone = await holdsWithin(60_000, async () => {
    await workOnce();
    return (await countOpen()) === 0;
  });
  expect(isDone).toBe(true);
}
async function expectPaidOnce(): Promise<void> {
  const wrong = (await listPaid(sandbox)).filter(({ status, paid }) => paid !== (status === "SUCCEEDED" ? 1 : 0));
  expect(wrong).toEqual([]);
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
}

/** Who comes by which place: a request of a payout, a worker, or whoever takes callbacks. */
const PART_OF: Record<Failpoint, "ask" | "work" | "listen"> = {
  "attempt.prepared": "ask",
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
  (["kill", "stop", "throw"] as const)
    .filter((act) => IS_SOAK || act === "kill" || ALWAYS.includes(point))
    .map((act) => [point, act] as const),
);

describe("a process that comes to grief at", () => {
  it.each(PLACES)(
    "%s: %s",
    async (point, act) => {
      const part = PART_OF[point];
      if (part !== "ask") await request(1);
      // Nobody answers the first call, so that there is something to ask about; or the answer leaves the rest to callbacks.
      if (point.startsWith("inquiry"))
        sandbox.setMoods({ mood: "drops-answer", operation: "TRANSFER" }, { mood: "callback-none" });
      if (part === "listen") sandbox.setMoods({ mood: "processing" });
      const [payee = ""] = await addPayees(desk, "M1", 1);
      const wish = { merchantNo: "M1", asset: "CNY", amountMinor: "7", payee, channel: "wechat" };
      const child = start(part === "ask" ? ["ask", JSON.stringify(wish)] : [part], { FAILPOINT: `${point}:${act}` });
      if (part === "listen") {
        relay.to = await child.ready;
        await workOnce();
      }
      await comeToGrief(child, act);
      sandbox.setMoods();
      relay.to = null;
      await finish();
      // The one that was stopped goes on as if nothing had happened: its late word is refused, or says nothing new.
      child.process.kill("SIGCONT");
      await sleep(act === "stop" ? 300 : 0);
      await killChild(child);
      await finish();
      await expectPaidOnce();
    },
    120_000,
  );

  async function comeToGrief(child: Child, act: "kill" | "stop" | "throw"): Promise<void> {
    if (act === "kill") await Promise.race([child.ended, sleep(20_000)]);
    else if (act === "stop") expect(await isStoppedWithin(child, 20_000)).toBe(true);
    else await Promise.race([child.ended, sleep(1_500)]);
    if (act === "kill") expect(child.process.signalCode).toBe("SIGKILL");
  }
});

it(`${KILLS} kills at random while ${PAYOUTS} payouts are under way: none is lost, none is paid twice`, async () => {
  const random = randomOf(20_261_121);
  sandbox.setMoods({ mood: "drops-answer", perMille: 200 }, { mood: "accepts-after-time-out", perMille: 100 });
  await request(PAYOUTS);
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
