import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { MoodName } from "@/sandbox/moods/moods";
import { listBillDays } from "@/sandbox/statements/list-bill-days";
import type { ChannelClient } from "@/server/channels/channel-client";
import { readStatement } from "@/server/statements/read-statement";
import { startSandbox, type TestSandbox } from "../sandbox-fixture";
import { clientsOf, newNo, refundOf, STYLES, transferOf } from "./talk";

const DAY = "2026-11-20";
const NOW = new Date(`${DAY}T12:00:00+08:00`);

let sandbox: TestSandbox;
let client: (code: string) => ChannelClient;
let folder: string;
const orders = Array.from({ length: 20 }, (_, index) => ({ orderNo: newNo(), amountMinor: 10_000n + BigInt(index) }));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-bills-"));
  sandbox = await startSandbox({ clock: () => NOW });
  client = clientsOf(sandbox, () => NOW);
  for (const code of STYLES) {
    await sandbox.addOrders(...orders.map((order) => ({ channel: code, ...order, paidAt: NOW })));
    for (const { orderNo, amountMinor: orderMinor } of orders.slice(0, 5)) {
      await client(code).refund(refundOf(newNo(), orderNo, 2_500n, orderMinor));
    }
    // Neither of these stands on a channel's statement: an order paid elsewhere, and a refund that failed.
    sandbox.setMoods({ mood: "fails-payee", times: 1 });
    await client(code).refund(refundOf(newNo(), orders[6]?.orderNo ?? "", 100n, 10_006n));
    await client(code).transfer(transferOf(newNo()));
  }
});
afterEach(() => sandbox.setMoods());
afterAll(async () => {
  await sandbox.drop();
  await rm(folder, { recursive: true });
});

async function read(fileName: string, bytes: Uint8Array) {
  const path = join(folder, fileName);
  await writeFile(path, bytes);
  const lines: string[] = [];
  const outcome = await readStatement(
    path,
    fileName,
    async (found) => {
      for (const { kind, orderNo, refundNo, amountMinor, feeMinor } of found)
        lines.push([kind, refundNo ?? orderNo, amountMinor, feeMinor].join(" "));
    },
    undefined,
    { settlesOn: DAY },
  );
  return { outcome, lines };
}

async function download(code: string): Promise<Uint8Array> {
  const bill = await client(code).downloadBill(DAY);
  if (!bill.ok) throw new Error(bill.refusal.message);
  return bill.value.bytes;
}

describe.each(["wechat", "alipay"] as const)("%s", (code) => {
  test("the bill, fetched as the desk fetches it, is read and lists what happened", async () => {
    const { outcome, lines } = await read(`${code}.${code === "wechat" ? "csv" : "zip"}`, await download(code));
    // WeChat's bill does not say its day.
    const settlesOn = code === "wechat" ? null : DAY;
    expect(outcome).toMatchObject({ ok: true, value: { settlesOn, lines: 25 } });
    const payments = lines.filter((line) => line.startsWith("PAYMENT"));
    expect(payments.map((line) => line.split(" ").slice(1, 3)).sort()).toEqual(
      orders.map(({ orderNo, amountMinor }) => [orderNo, `${amountMinor}`]).sort(),
    );
    expect(lines.filter((line) => line.startsWith("REFUND"))).toHaveLength(5);
  });

  test.each(["statement-line-missing", "statement-line-twice"] as const)(
    "%s changes what it lists, not that it can be read",
    async (mood) => {
      sandbox.setMoods({ mood, times: 1 });
      const { outcome } = await read(`${code}-${mood}.${code === "wechat" ? "csv" : "zip"}`, await download(code));
      expect(outcome).toMatchObject({ ok: true, value: { lines: mood === "statement-line-twice" ? 26 : 24 } });
    },
  );

  test.each(["statement-amount-wrong", "statement-lines-reordered"] as const)(
    "%s: as many lines, and other bytes",
    async (mood) => {
      const good = await read(`${code}.${code === "wechat" ? "csv" : "zip"}`, await download(code));
      sandbox.setMoods({ mood, times: 1 });
      const bent = await read(`${code}-${mood}.${code === "wechat" ? "csv" : "zip"}`, await download(code));
      expect(bent.outcome).toMatchObject({ ok: true, value: { lines: 25 } });
      expect(bent.lines).not.toEqual(good.lines);
      const isSame = JSON.stringify(bent.lines.toSorted()) === JSON.stringify(good.lines.toSorted());
      expect(isSame).toBe(mood === "statement-lines-reordered");
    },
  );

  test.each(["statement-line-lost", "statement-cut-short", "statement-bad-byte"] as const)(
    "%s is refused",
    async (mood: MoodName) => {
      sandbox.setMoods({ mood, times: 1 });
      const { outcome } = await read(`${code}-${mood}.${code === "wechat" ? "csv" : "zip"}`, await download(code));
      expect(outcome.ok).toBe(false);
    },
  );
});

test("UnionPay's zip is read, too, and its day begins at 23:00 of the evening before", async () => {
  const { outcome, lines } = await read("unionpay.zip", await sandbox.statement("unionpay", DAY));
  expect(outcome).toMatchObject({ ok: true, value: { settlesOn: DAY, lines: 25 } });
  expect(lines.filter((line) => line.startsWith("REFUND"))).toHaveLength(5);
  const orderNo = newNo();
  await sandbox.addOrders({ channel: "unionpay", orderNo, amountMinor: 1n, paidAt: new Date(`${DAY}T23:00:00+08:00`) });
  const next = await read("unionpay-next.zip", await sandbox.statement("unionpay", "2026-11-21"));
  expect(next.lines).toEqual([expect.stringContaining(orderNo)]);
});

test("the page names the days that have a statement, as the statements themselves have them", async () => {
  const { db, channels } = sandbox.opened.sandbox;
  const days = await listBillDays(db, channels.values(), new Date(`${DAY}T23:30:00+08:00`));
  expect(days.filter(({ channel }) => channel === "wechat")).toEqual([{ channel: "wechat", day: DAY, lines: 25 }]);
  expect(days.filter(({ channel }) => channel === "unionpay")).toEqual([
    { channel: "unionpay", day: "2026-11-21", lines: 1 },
    { channel: "unionpay", day: DAY, lines: 25 },
  ]);
});

test("a day on which nothing happened has no bill", async () => {
  for (const code of ["wechat", "alipay"])
    expect(await client(code).downloadBill("2026-01-01")).toMatchObject({ ok: false, refusal: { code: "bill_empty" } });
});
