import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { ChannelClient, ChannelNotice } from "@/server/channels/channel-client";
import { startSandbox, type TestSandbox } from "../sandbox-fixture";
import { clientsOf, newNo, PAYEE, refundOf, STYLES, transferOf } from "./talk";

type Heard = { readonly notice: ChannelNotice | null; readonly refused: string | null; readonly at: number };

/** A desk that only listens, verifies, and answers 500 so often before it keeps a callback. */
const heard: Heard[] = [];
let faults = 0;
let desk: Server;
let sandbox: TestSandbox;
let client: (code: string) => ChannelClient;

beforeAll(async () => {
  desk = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", async () => {
      const from = client((request.url ?? "").split("/").at(-1) ?? "");
      const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, `${value}`]));
      const read = await from.readNotice({ headers, body: Buffer.concat(parts), now: new Date() });
      heard.push({
        notice: read.ok ? read.value : null,
        refused: read.ok ? null : read.refusal.code,
        at: performance.now(),
      });
      faults -= 1;
      if (faults >= 0) return response.writeHead(500).end();
      const thanks = from.thankForNotice();
      response.writeHead(thanks.status).end(await thanks.text());
    });
  });
  await new Promise<void>((resolve) => desk.listen(0, "127.0.0.1", resolve));
  sandbox = await startSandbox({ callbacksTo: `http://127.0.0.1:${(desk.address() as AddressInfo).port}/callbacks` });
  client = clientsOf(sandbox);
});
afterEach(() => {
  sandbox.setMoods();
  heard.length = 0;
});
afterAll(async () => {
  await sandbox.drop();
  desk.close();
});

/** Waits for so many callbacks, and then a little for one too many. */
async function hear(count: number): Promise<readonly Heard[]> {
  for (let round = 0; round < 200 && heard.length < count; round += 1) await sleep(20);
  await sleep(100);
  return [...heard];
}

describe.each(STYLES)("%s", (code) => {
  test("the end of a transfer and of a refund is called, and names payee and amount", async () => {
    const [outNo, refundNo] = [newNo(), newNo()];
    await client(code).transfer(transferOf(outNo));
    await client(code).refund(refundOf(refundNo, newNo()));
    const notices = (await hear(2)).map(({ notice }) => notice);
    const done = { kind: "SUCCEEDED", amountMinor: 12_345n, asset: "CNY" };
    expect(notices).toContainEqual(expect.objectContaining({ outNo, operation: "TRANSFER" }));
    expect(notices.find((notice) => notice?.outNo === outNo)?.outcome).toMatchObject(done);
    const refund = notices.find((notice) => notice?.outNo === refundNo);
    expect(refund).toMatchObject({ operation: "REFUND", outcome: { kind: "SUCCEEDED", amountMinor: 5_000n } });
    expect(notices).toHaveLength(2);
  });

  test("a failure is called with its fault", async () => {
    await client(code).transfer(transferOf(newNo(), 1n, { ...PAYEE, accountNo: "6222020012340003" }));
    const [call] = await hear(1);
    expect(call?.notice?.outcome).toMatchObject({ kind: "FAILED", fault: "PAYEE", code: "ACCOUNT_FROZEN" });
  });

  test("what comes back is told, but for WeChat Pay, which leaves it to the bank", async () => {
    sandbox.setMoods({ mood: "bounces", times: 1 });
    const outNo = newNo();
    await client(code).transfer(transferOf(outNo));
    const told = (await hear(code === "wechat" ? 0 : 2)).map(({ notice }) => notice?.outcome);
    const back = { kind: "BOUNCED", amountMinor: 12_345n, asset: "CNY" };
    expect(told).toMatchObject(code === "wechat" ? [] : [back, back]);
    expect((await client(code).askTransfer(outNo)).kind).toBe(code === "wechat" ? "SUCCEEDED" : "BOUNCED");
    expect(await sandbox.findInBooks(outNo)).toMatchObject({ state: "BOUNCED" });
  });

  test("what is not kept is sent again under the same event", async () => {
    faults = 1;
    await client(code).transfer(transferOf(newNo()));
    const calls = await hear(2);
    expect(calls).toHaveLength(2);
    expect(new Set(calls.map(({ notice }) => notice?.eventId)).size).toBe(1);
  });

  test("twice, late, contradictory, another amount, none", async () => {
    sandbox.setMoods(
      { mood: "callback-twice", times: 1 },
      { mood: "callback-other-amount", times: 1 },
      { mood: "callback-none", times: 1 },
      { mood: "callback-contradictory", times: 1 },
    );
    const numbers = [newNo(), newNo(), newNo(), newNo()] as const;
    for (const outNo of numbers) await client(code).transfer(transferOf(outNo));
    const calls = (await hear(5)).map(({ notice }) => notice);
    const of = (outNo: string): (ChannelNotice | null)[] => calls.filter((notice) => notice?.outNo === outNo);
    const [twice, otherAmount, none, contradictory] = numbers;
    expect(of(twice)).toHaveLength(2);
    expect(of(twice)[0]).toEqual(of(twice)[1]);
    expect(of(otherAmount)).toMatchObject([{ outcome: { kind: "SUCCEEDED", amountMinor: 12_346n } }]);
    expect(of(none)).toEqual([]);
    expect(of(contradictory)).toMatchObject([{ outcome: { kind: "SUCCEEDED" } }, { outcome: { kind: "FAILED" } }]);
    expect(new Set(of(contradictory).map((notice) => notice?.eventId)).size).toBe(2);
  });

  test("forged and replayed ones are refused by whoever verifies; the truth follows", async () => {
    const [forged, stale] = [newNo(), newNo()];
    sandbox.setMoods({ mood: "callback-forged", times: 1 }, { mood: "callback-stale", times: 1 });
    await client(code).transfer(transferOf(forged));
    await client(code).transfer(transferOf(stale));
    const calls = await hear(4);
    expect(calls.flatMap(({ refused }) => refused ?? []).sort()).toEqual(["signature_stale", "signature_wrong"]);
    expect(calls.flatMap(({ notice }) => notice?.outNo ?? []).sort()).toEqual([forged, stale].sort());
  });

  test("before the answer, and long after it", async () => {
    sandbox.setMoods({ mood: "callback-first", times: 1 }, { mood: "callback-late", times: 1 });
    await client(code).transfer(transferOf(newNo()));
    expect(heard).toHaveLength(1);
    const answeredAt = performance.now();
    await client(code).transfer(transferOf(newNo()));
    const [, late] = await hear(2);
    expect((late?.at ?? 0) - answeredAt).toBeGreaterThan(150);
  });
});

test("delayed each by its own, all are called in the end", async () => {
  sandbox.setMoods({ mood: "callback-reordered" });
  const numbers = Array.from({ length: 8 }, () => newNo());
  for (const outNo of numbers) await client("alipay").transfer(transferOf(outNo));
  const called = (await hear(8)).map(({ notice }) => notice?.outNo);
  expect(called.toSorted()).toEqual(numbers.toSorted());
});
