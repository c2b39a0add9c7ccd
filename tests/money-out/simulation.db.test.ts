import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { ChannelClient } from "@/server/channels/channel-client";
import { loadChannelClients } from "@/server/channels/load-channel-clients";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { type CallbackServer, startCallbackServer } from "./callback-server";
import { openChannels, openMoneyDesk, standingClock } from "./money-world";
import { judge, simulate, type World } from "./simulate";

/** How many seeds, from which one on: a failure names the seed that makes it again. */
const SEEDS = Number(process.env.DESK_SIM_SEEDS ?? 60);
const FIRST = Number(process.env.DESK_SIM_SEED ?? 1);

const known = vi.hoisted(() => ({ clients: new Map<string, unknown>() }));
vi.mock("@/server/channels/find-channel-client", () => ({
  findChannelClient: (code: string) => (known.clients.get(code) as ChannelClient | undefined) ?? null,
  getChannelClients: () => known.clients,
}));

let world: World;
let callbacks: CallbackServer;
beforeAll(async () => {
  callbacks = await startCallbackServer();
  const desk = await openMoneyDesk();
  const sandbox = await openChannels(callbacks.address, `${FIRST}`);
  const clients = loadChannelClients(sandbox.channelsFile, standingClock);
  known.clients = new Map(clients);
  world = { desk, sandbox, clients };
});
afterAll(async () => {
  await callbacks.close();
  await world.sandbox.drop();
  await world.desk.db.drop();
});

it(`${SEEDS} seeds from ${FIRST}: nothing is lost, nothing is paid twice, and people are told what they must know`, async () => {
  const wrong: string[] = [];
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const simulated = await simulate(world, seed);
    const found = await judge(world, simulated);
    wrong.push(...found.map((what) => `npm run sim -- --seed ${seed}: ${what}`));
  }
  expect(wrong).toEqual([]);
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
}, 3_600_000);
