import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ChannelClient } from "@/server/channels/channel-client";
import { loadChannelClients } from "@/server/channels/load-channel-clients";
import { startSandbox, type TestSandbox } from "../sandbox-fixture";

const STYLES = ["wechat", "alipay", "unionpay"] as const;
const PAYEE = { holder: "张三 Zhang", bank: "工商银行", accountNo: "6222020012345678" };

let sandbox: TestSandbox;
let clients: ReadonlyMap<string, ChannelClient>;
let count = 0;

beforeAll(async () => {
  sandbox = await startSandbox();
  clients = loadChannelClients(sandbox.channelsFile, () => new Date());
});
afterEach(() => sandbox.setMoods());
afterAll(() => sandbox.drop());

function client(code: string): ChannelClient {
  const found = clients.get(code);
  if (found === undefined) throw new Error(`no client of ${code}`);
  return found;
}

function newNo(): string {
  count += 1;
  return `N${process.pid}x${count}`;
}

function transferOf(outNo: string, amountMinor = 12_345n, payee = PAYEE) {
  return { outNo, amountMinor, asset: "CNY", payee, purpose: "货款 settlement" };
}

function refundOf(outNo: string, orderNo: string, amountMinor = 5_000n, orderMinor = 10_000n) {
  return { outNo, orderNo, channelTradeNo: null, orderMinor, amountMinor, asset: "CNY", reason: "退货" };
}

test.each(STYLES)("%s: a transfer and a refund are done, and known by their numbers", async (code) => {
  const [outNo, refundNo, orderNo] = [newNo(), newNo(), newNo()];
  expect(await client(code).transfer(transferOf(outNo))).toMatchObject({ kind: "SUCCEEDED", amountMinor: 12_345n });
  expect(await client(code).askTransfer(outNo)).toMatchObject({ kind: "SUCCEEDED", amountMinor: 12_345n });
  await sandbox.addOrders({ channel: code, orderNo, amountMinor: 10_000n });
  expect(await client(code).refund(refundOf(refundNo, orderNo))).toMatchObject({
    kind: "SUCCEEDED",
    amountMinor: 5_000n,
  });
  expect(await client(code).askRefund(refundNo, orderNo)).toMatchObject({ kind: "SUCCEEDED", amountMinor: 5_000n });
  expect(await client(code).askRefund(newNo(), orderNo)).toEqual({ kind: "NOT_FOUND" });
  expect(await client(code).askTransfer(newNo())).toEqual({ kind: "NOT_FOUND" });
  expect(await sandbox.findInBooks(outNo)).toMatchObject({ state: "SUCCEEDED", amountMinor: "12345", payee: PAYEE });
  expect(await sandbox.findInBooks(refundNo)).toMatchObject({ state: "SUCCEEDED", amountMinor: "5000", orderNo });
});

test.each(STYLES)("%s: fifty identical calls at once are one transfer", async (code) => {
  const outNo = newNo();
  const before = sandbox.opened.sandbox.clerk.balanceOf(code);
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => client(code).transfer(transferOf(outNo))));
  expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(["SUCCEEDED"]));
  expect(before - sandbox.opened.sandbox.clerk.balanceOf(code)).toBe(12_345n);
  expect((await sandbox.books(code)).filter((entry) => entry.outNo === outNo)).toMatchObject([{ calls: 50 }]);
});

test.each(STYLES)("%s: an answer that is dropped leaves the transfer in the books", async (code) => {
  const outNo = newNo();
  sandbox.setMoods({ mood: "drops-answer", times: 1 });
  expect(await client(code).transfer(transferOf(outNo))).toMatchObject({ kind: "NO_ANSWER" });
  expect(await sandbox.findInBooks(outNo)).toMatchObject({ state: "SUCCEEDED", calls: 1 });
  expect(await client(code).transfer(transferOf(outNo))).toMatchObject({ kind: "SUCCEEDED" });
  expect(await sandbox.findInBooks(outNo)).toMatchObject({ calls: 2 });
});
