import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findPort } from "@/scripts/run/port";
import { SANDBOX_PORT, type StartedSandbox, startSandboxService } from "@/scripts/run/sandbox";
import { loadChannelClients } from "@/server/channels/load-channel-clients";
import { createSandboxDatabase, dropSandboxDatabase, readAllBooks } from "../sandbox-fixture";
import { transferOf } from "./talk";

const TRANSFERS = 120;
const OPENING_MINOR = 1_000_000_000_000n;

let folder: string;
let databaseUrl: string;
let port: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-sandbox-"));
  databaseUrl = await createSandboxDatabase();
  port = await findPort(SANDBOX_PORT + 200);
});
afterAll(async () => {
  await dropSandboxDatabase(databaseUrl);
  await rm(folder, { recursive: true, force: true });
});

function start(): Promise<StartedSandbox> {
  const place = { dataFolder: folder, logFolder: folder };
  return startSandboxService({ databaseUrl, port, callbacksTo: null, ...place, env: { DESK_SANDBOX_SETTLE_MS: "0" } });
}

test("killed while transfers come in: sent again, each of them is paid once, and the balance says so", async () => {
  const numbers = Array.from({ length: TRANSFERS }, (_, index) => `K${process.pid}x${index}`);
  const first = await start();
  const clients = loadChannelClients(first.channelsFile, () => new Date());
  const client = clients.get("alipay");
  if (client === undefined) throw new Error("a client of Alipay");
  const kinds = numbers.map((outNo) => client.transfer(transferOf(outNo, 100n)).then(({ kind }) => kind));
  // Once some are in the books and others are on their way.
  await Promise.race(kinds);
  await first.service.stop(0);
  const before = await Promise.all(kinds);
  expect(new Set(before).has("SUCCEEDED")).toBe(true);

  const second = await start();
  try {
    const again = await Promise.all(numbers.map((outNo) => client.transfer(transferOf(outNo, 100n))));
    expect(new Set(again.map(({ kind }) => kind))).toEqual(new Set(["SUCCEEDED"]));
    const { entries, balances } = await readAllBooks(second.address);
    expect(entries.map(({ outNo }) => outNo).sort()).toEqual(numbers.toSorted());
    expect(balances.alipay).toBe(`${OPENING_MINOR - BigInt(TRANSFERS) * 100n}`);
    const told = before.filter((kind) => kind === "SUCCEEDED").length;
    expect(entries.filter(({ calls }) => calls === 2).length).toBeGreaterThanOrEqual(told);
  } finally {
    await second.service.stop(5_000);
  }
});
