import { setTimeout as sleep } from "node:timers/promises";
import type { RequestPayoutInput } from "@/contracts/payouts";
import type { Actor } from "@/core/permissions/actor";
import { accept, invariant } from "@/core/result";
import { loadChannelClients } from "@/server/channels/load-channel-clients";
import { requestPayout } from "@/server/commands/request-payout";
import { stopMoneyOut } from "@/server/commands/stop-money-out";
import { makePool } from "@/server/db";
import { type FindClient, sendingDone, startSending } from "@/server/money-out/send-waiting";
import { getMoneyOut } from "@/server/queries/get-money-out";
import { countPayouts, listPayouts, sumPayouts } from "@/server/queries/list-payouts";
import { draftVoucher, postVouchers } from "@/server/store/post-vouchers";
import { reader, transact } from "@/server/transact";
import { type Figure, figureOf, median, sizeOf } from "./figure";
import { NO_LIMITS } from "./ledger-bench";
import { asSystem, MERCHANTS, openPayoutCompany, startBenchSandbox } from "./payout-company";
import { type Meter, makeMeter } from "./payout-cost";
import { withScratch } from "./scratch";

type PayoutBenchSize = { readonly rounds: number; readonly payouts: number; readonly queued: number };
export const FULL: PayoutBenchSize = { rounds: 5, payouts: 1_000, queued: 10_000 };
export const QUICK: PayoutBenchSize = { rounds: 3, payouts: 300, queued: 1_000 };

const CALLERS = 16;
const USABLE_MS = 300;
const LOOKS = 15;

/** Payouts from the request to the channel's word, against as many bare posting calls, in turns within one run. */
export async function benchPayouts(size: PayoutBenchSize, say: (sentence: string) => void): Promise<Figure[]> {
  return withScratch(async (scratch) => {
    const { app, owner: ownerUrl } = await scratch.createBook("payouts");
    const folder = process.env.DESK_DATA_DIR;
    invariant(folder, "the scratch has its folder");
    process.env.DATABASE_URL = app;
    globalThis.deskPool = makePool(app, NO_LIMITS);
    const owner = makePool(ownerUrl, NO_LIMITS);
    const sandbox = await startBenchSandbox(await scratch.createDatabase("sandbox"), folder);
    try {
      await openPayoutCompany(owner);
      const clients = loadChannelClients(sandbox.channelsFile, () => new Date());
      const find: FindClient = (code) => clients.get(code) ?? null;
      const { rows } = await owner.query<{ id: bigint }>(
        "INSERT INTO users (login, display_name, password_hash) VALUES ('bench', 'Bench', 'none') RETURNING id",
      );
      const speed = await measureSpeed(size, say, find, makeMeter(owner, sandbox.pid));
      return [speed, ...(await measureQueued(size, say, `${rows[0]?.id}`))];
    } finally {
      await sandbox.stop();
      await Promise.all([owner.end(), globalThis.deskPool?.end()]);
      globalThis.deskPool = undefined;
    }
  });
}

let asked = 0;
/** Each of its own amount, so that none looks like another one. */
function nextPayout(): RequestPayoutInput {
  asked += 1;
  const merchantNo = `M${(asked % MERCHANTS) + 1}`;
  const wish = { payee: null, channel: "wechat", clientRef: null, note: "", source: "REST", batchNo: null } as const;
  return { merchantNo, asset: "CNY", amountMinor: BigInt(100 + asked), ...wish };
}

async function request(): Promise<void> {
  const result = await requestPayout(asSystem(), nextPayout());
  invariant(result.ok && result.value.status === "ACCEPTED", "a payout is accepted");
}

/** So many calls, `CALLERS` at a time; the seconds that they took. */
async function timeOf(count: number, call: (nth: number) => Promise<unknown>): Promise<number> {
  const began = performance.now();
  let next = 0;
  const caller = async () => {
    while (next < count) {
      next += 1;
      await call(next);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return (performance.now() - began) / 1_000;
}

async function measureSpeed(
  size: PayoutBenchSize,
  say: (sentence: string) => void,
  find: FindClient,
  meter: Meter,
): Promise<Figure> {
  const merchants = await reader.query<{ id: bigint; no: string }>("SELECT id, merchant_no AS no FROM merchants");
  const post = async (nth: number) => {
    const merchant = merchants[nth % merchants.length];
    invariant(merchant, "there are merchants");
    const result = await transact("bench.post", asSystem(), {}, async (tx) => {
      const key = crypto.randomUUID();
      const what = {
        event: "payout.accepted",
        key,
        amounts: { amount: 1n },
        asset: "CNY",
        owner: { merchant },
      } as const;
      const when = {
        on: new Date().toISOString().slice(0, 10),
        occurredAt: new Date(),
        objectType: "bench",
        objectNo: key,
      };
      await postVouchers(tx, [draftVoucher({ ...what, ...when })]);
      return accept(null);
    });
    invariant(result.ok, "a voucher is posted");
  };
  const rounds: [number, number][] = [];
  for (let round = 1; round <= size.rounds; round += 1) {
    const paid = await meter(size.payouts, () => payOut(size.payouts, find));
    const posted = await meter(size.payouts, () => timeOf(size.payouts, post));
    const [ours, bare] = [size.payouts / paid.seconds, size.payouts / posted.seconds];
    say(`round ${round}: ${Math.round(ours)} payouts/s (${paid.each})`);
    say(`round ${round}: ${Math.round(bare)} posting calls/s (${posted.each})`);
    rounds.push([ours, bare]);
  }
  return figureOf("payouts end to end, against bare posting calls", "payouts/s", ">=0.3", rounds);
}

/** Requested, sent, answered and booked; the seconds until the last one is. */
async function payOut(count: number, find: FindClient): Promise<number> {
  const began = performance.now();
  let isRequested = false;
  const requesting = timeOf(count, request).then(() => {
    isRequested = true;
  });
  while (!isRequested) {
    await startSending(find);
    await sleep(10);
  }
  await requesting;
  await startSending(find);
  await sendingDone();
  const [open] = await reader.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM money_attempts WHERE status <> 'SUCCEEDED'",
  );
  invariant(open?.count === 0, `${open?.count} payouts have not been paid`);
  return (performance.now() - began) / 1_000;
}

/** The list and the kill switch while so many wait to be sent. */
async function measureQueued(
  size: PayoutBenchSize,
  say: (sentence: string) => void,
  userId: string,
): Promise<Figure[]> {
  say(`${size.queued} payouts that wait`);
  await timeOf(size.queued, request);
  const who: Actor = { userId, login: "bench", displayName: "Bench", roles: ["FINANCE"], scope: null, demo: false };
  const page = { cursor: null, limit: 100 };
  const list = await medianMs(() =>
    Promise.all([listPayouts(who, {}, page), countPayouts(who, {}), sumPayouts(who), getMoneyOut(false)]),
  );
  const stop = await medianMs(async () => {
    const result = await stopMoneyOut({ ...asSystem(), actor: who }, { commandId: "", reason: "the bench stops it" });
    invariant(result.ok || result.refusal.code === "money_out_stopped_already", "money is stopped");
  });
  const [sent] = [await startSending(() => null)];
  invariant(sent === 0, "nothing is sent while money is stopped");
  return [
    sizeOf(`the lists of ${size.queued} queued payouts`, "ms", list, USABLE_MS),
    sizeOf("the kill switch beside them", "ms", stop, USABLE_MS),
  ];
}

async function medianMs(look: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let nth = 0; nth < LOOKS; nth += 1) {
    const began = performance.now();
    await look();
    times.push(performance.now() - began);
  }
  return median(times);
}
