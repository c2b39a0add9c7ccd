import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ChannelClient } from "@/server/channels/channel-client";
import { createSandboxDatabase, startSandbox, type TestSandbox } from "../sandbox-fixture";
import { clientsOf, newNo, PAYEE, refundOf, STYLES, transferOf } from "./talk";

let sandbox: TestSandbox;
let client: (code: string) => ChannelClient;

beforeAll(async () => {
  sandbox = await startSandbox();
  client = clientsOf(sandbox);
});
afterEach(() => sandbox.setMoods());
afterAll(() => sandbox.drop());

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

test("the same number with another amount, payee or order is refused and changes nothing", async () => {
  const [outNo, refundNo, orderNo] = [newNo(), newNo(), newNo()];
  for (const code of STYLES) {
    await client(code).transfer(transferOf(outNo));
    expect(await client(code).transfer(transferOf(outNo, 12_346n))).toMatchObject({ kind: "NO_ANSWER" });
    const other = { ...PAYEE, accountNo: "6222020012349999" };
    expect(await client(code).transfer(transferOf(outNo, 12_345n, other))).toMatchObject({ kind: "NO_ANSWER" });
    await client(code).refund(refundOf(refundNo, orderNo));
    expect(await client(code).refund(refundOf(refundNo, `${orderNo}b`))).toMatchObject({ kind: "NO_ANSWER" });
    const entries = (await sandbox.books(code)).filter((entry) => [outNo, refundNo].includes(entry.outNo));
    expect(entries).toMatchObject([
      { outNo, amountMinor: "12345", payee: PAYEE, calls: 1 },
      { outNo: refundNo, amountMinor: "5000", orderNo, calls: 1 },
    ]);
  }
});

test("forty refunds of 300 at once on 1,000 paid: three", async () => {
  for (const code of STYLES) {
    const orderNo = newNo();
    await sandbox.addOrders({ channel: code, orderNo, amountMinor: 1_000n });
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, () => client(code).refund(refundOf(newNo(), orderNo, 300n, 1_000n))),
    );
    expect(outcomes.filter(({ kind }) => kind === "SUCCEEDED")).toHaveLength(3);
    const paid = (await sandbox.books(code)).filter((entry) => entry.orderNo === orderNo);
    expect(paid.map(({ amountMinor }) => amountMinor)).toEqual(["300", "300", "300"]);
  }
});

test("nothing is paid beyond the balance, and the same number goes through once there is enough", async () => {
  for (const code of STYLES) {
    const outNo = newNo();
    await sandbox.setBalance(code, 12_344n);
    expect(await client(code).transfer(transferOf(outNo))).toMatchObject({ kind: "LATER" });
    expect(await sandbox.findInBooks(outNo)).toBeNull();
    await sandbox.setBalance(code, 12_345n);
    expect(await client(code).transfer(transferOf(outNo))).toMatchObject({ kind: "SUCCEEDED" });
    expect(sandbox.opened.sandbox.clerk.balanceOf(code)).toBe(0n);
    await sandbox.setBalance(code, 1_000_000_000n);
  }
});

test.each([
  ["0001", "PAYEE", "ACCOUNT_NOT_EXIST"],
  ["0002", "PAYEE", "NAME_MISMATCH"],
  ["0003", "PAYEE", "ACCOUNT_FROZEN"],
  ["0004", "CHANNEL", "BANK_ERROR"],
] as const)("an account that ends in %s fails by fault of %s", async (ending, fault, errorCode) => {
  for (const code of STYLES) {
    const outNo = newNo();
    const before = sandbox.opened.sandbox.clerk.balanceOf(code);
    const payee = { ...PAYEE, accountNo: `622202001234${ending}` };
    const failed = { kind: "FAILED", fault, code: errorCode };
    expect(await client(code).transfer(transferOf(outNo, 1_000n, payee))).toMatchObject(failed);
    expect(await client(code).askTransfer(outNo)).toMatchObject(failed);
    expect(sandbox.opened.sandbox.clerk.balanceOf(code)).toBe(before);
  }
});

test("an account that ends in 0005 comes back: Alipay says so, the bank's statement does for all", async () => {
  const payee = { ...PAYEE, accountNo: "6222020012340005" };
  for (const code of STYLES) {
    const outNo = newNo();
    await client(code).transfer(transferOf(outNo, 7_000n, payee));
    expect(await sandbox.findInBooks(outNo)).toMatchObject({ state: "BOUNCED" });
    const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const text = new TextDecoder().decode(await sandbox.statement(code, day, { kind: "bank", account: "A1" }));
    expect(text.split(outNo).length - 1).toBe(3);
  }
});

test("a request that somebody else signed is refused, and does nothing", async () => {
  const stranger = await startSandbox({ keysOf: "stranger" });
  try {
    const strangers = clientsOf({ ...stranger, channelsFile: await stranger.writeChannelsFileFor(sandbox.address) });
    for (const code of STYLES) {
      const outNo = newNo();
      const outcome = await strangers(code).transfer(transferOf(outNo));
      expect(outcome.kind).not.toBe("SUCCEEDED");
      expect(await sandbox.findInBooks(outNo)).toBeNull();
    }
  } finally {
    await stranger.drop();
  }
});

test("a restart keeps the books, and nobody else may write them meanwhile", async () => {
  const databaseUrl = await createSandboxDatabase();
  const first = await startSandbox({ databaseUrl });
  const outNo = newNo();
  await clientsOf(first)("alipay").transfer(transferOf(outNo));
  const balance = first.opened.sandbox.clerk.balanceOf("alipay");
  await expect(startSandbox({ databaseUrl })).rejects.toThrow("Another sandbox keeps these books");
  await first.stop();
  const second = await startSandbox({ databaseUrl });
  try {
    expect(await second.findInBooks(outNo)).toMatchObject({ state: "SUCCEEDED", calls: 1 });
    expect(second.opened.sandbox.clerk.balanceOf("alipay")).toBe(balance);
    expect(await clientsOf(second)("alipay").transfer(transferOf(outNo))).toMatchObject({ kind: "SUCCEEDED" });
    expect(await second.books()).toMatchObject([{ outNo, calls: 2 }]);
  } finally {
    await second.drop();
  }
});
