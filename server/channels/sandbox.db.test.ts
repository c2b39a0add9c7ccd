import http from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { channelInput } from "@/contracts/channels";
import type { Actor } from "@/core/permissions/actor";
import { setChannels } from "@/server/commands/set-channels";
import { answerCallback } from "@/server/money-out/answer-callback";
import { inquireDoubtful } from "@/server/money-out/inquire-doubtful";
import { sendingDone, startSending } from "@/server/money-out/send-waiting";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { addUser, asSystem } from "@/tests/command-context";
import { accepted, type Desk } from "@/tests/desk-fixture";
import { askFor, lastAttemptOf, openPayoutDesk, payoutOf } from "@/tests/payout-fixture";
import { refundAs, refundRow, takePaid } from "@/tests/refund-fixture";
import { startSandbox, type TestSandbox } from "@/tests/sandbox-fixture";
import { findChannelClient } from "./find-channel-client";

/*
 * A desk and a channel in two styles, with nothing between them but HTTP: what the desk's worker sends goes out through the
 * clients of DESK_CHANNELS_FILE, and what the channel tells of its own accord comes in through the route's own function.
 */
let desk: Desk;
let sandbox: TestSandbox;
let service: Actor;
const door = http.createServer(async (incoming, outgoing) => {
  const channel = (incoming.url ?? "").split("/").at(-1) ?? "";
  const headers = new Headers(incoming.headers as Record<string, string>);
  const body = new Uint8Array(await buffer(incoming));
  const request = new Request(`http://desk${incoming.url}`, { method: "POST", headers, body });
  const answer = await answerCallback(request, { params: Promise.resolve({ channel }) });
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
});
beforeAll(async () => {
  await new Promise<void>((done) => door.listen(0, "127.0.0.1", done));
  const callbacksTo = `http://127.0.0.1:${(door.address() as AddressInfo).port}/api/v1/callbacks`;
  sandbox = await startSandbox({ callbacksTo });
  process.env.DESK_CHANNELS_FILE = sandbox.channelsFile;
  desk = await openPayoutDesk();
  service = await addUser(desk.db.ownerPool, "service", "CUSTOMER_SERVICE");
  const channel = { code: "alipay", name: "Alipay", format: "alipay-trade", costBps: 55, bankAccount: "reserve" };
  accepted(await setChannels(asSystem(), { channels: [channelInput.parse(channel)] }));
});
afterEach(() => sandbox.setMoods());
afterAll(async () => {
  await sandbox.drop();
  door.closeAllConnections();
  await new Promise((done) => door.close(done));
  await desk.db.drop();
});

let accounts = 0;
/** A payout to an account of its own, whose last four digits tell the sandbox what is to become of it. */
async function payOut(channel: string, ending = "8888"): Promise<string> {
  accounts += 1;
  const accountRef = `BA${90_000_000 + accounts}`;
  await desk.db.ownerPool.query(
    `INSERT INTO merchant_bank_accounts (account_ref, merchant_id, asset, holder, bank, account_no, added_at, payable_from, command_id)
     SELECT $1, id, 'CNY', name, '工商银行', $2, now() - interval '9 days', now() - interval '2 days', command_id
     FROM merchants WHERE merchant_no = 'M1'`,
    [accountRef, `62220000${accounts + 1_000}${ending}`],
  );
  const wish = { amountMinor: 700n, payee: accountRef, channel };
  return accepted(await askFor(desk.people.maker, wish)).payoutNo;
}
async function send(): Promise<void> {
  await startSending();
  await sendingDone();
}
async function inquire(): Promise<void> {
  const due =
    "UPDATE money_attempts SET next_inquiry_at = now(), version = version + 1 WHERE next_inquiry_at IS NOT NULL";
  await desk.db.ownerPool.query(due);
  await inquireDoubtful();
}
const statusOf = async (payoutNo: string) => [
  (await lastAttemptOf(payoutNo)).status,
  (await payoutOf(payoutNo)).status,
];
const inboxOf = async (outNo: string) =>
  (
    await reader.query<{ verdict: string }>("SELECT verdict FROM channel_notices WHERE out_no = $1 ORDER BY id", [
      outNo,
    ])
  ).map((row) => row.verdict);
async function refusals(): Promise<number> {
  return (await reader.query("SELECT 1 FROM audit_events WHERE action = 'notice.receive' AND outcome = 'REFUSED'"))
    .length;
}
async function expectBooksProve(): Promise<void> {
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
}

describe.each(["wechat", "alipay"] as const)("a payout through the %s-style sandbox", (style) => {
  it("is paid once, told of once more by a callback, and stands in both books", async () => {
    const payoutNo = await payOut(style);
    await send();
    const { outNo } = await lastAttemptOf(payoutNo);
    expect(await statusOf(payoutNo)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
    // The notice may overtake the answer: whichever comes second says nothing new.
    await vi.waitFor(async () => expect(await inboxOf(outNo)).toEqual([expect.stringMatching(/^(APPLIED|KNOWN)$/)]), {
      timeout: 5_000,
    });
    expect(await sandbox.findInBooks(outNo)).toMatchObject({ state: "SUCCEEDED", amountMinor: "700", calls: 1 });
  });

  it("whose answer is lost is settled by the callback, under one number", async () => {
    const payoutNo = await payOut(style);
    sandbox.setMoods({ mood: "drops-answer", times: 1 });
    await send();
    const { outNo } = await lastAttemptOf(payoutNo);
    await vi.waitFor(async () => expect(await statusOf(payoutNo)).toEqual(["SUCCEEDED", "SUCCEEDED"]), {
      timeout: 5_000,
    });
    expect(await inboxOf(outNo)).toEqual(["APPLIED"]);
    expect(await sandbox.findInBooks(outNo)).toMatchObject({ calls: 1 });
  });

  it.each(["badly-signed", "error-after-accept", "system-error-after-accept", "never-answers"] as const)(
    "whose answer is no answer (%s) is in doubt until the channel is asked",
    async (trouble) => {
      const payoutNo = await payOut(style);
      const mood = trouble === "badly-signed" ? "answer-badly-signed" : trouble;
      sandbox.setMoods({ mood, times: 1 });
      await send();
      const { outNo } = await lastAttemptOf(payoutNo);
      sandbox.setMoods();
      await inquire();
      expect(await statusOf(payoutNo)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
      expect(await sandbox.findInBooks(outNo)).toMatchObject({ state: "SUCCEEDED", calls: 1 });
    },
  );

  it("that the channel lost is sent again under its own number", async () => {
    const payoutNo = await payOut(style);
    sandbox.setMoods({ mood: "loses-request", times: 1 });
    await send();
    expect(await statusOf(payoutNo)).toEqual(["IN_DOUBT", "IN_DOUBT"]);
    await inquire();
    expect((await lastAttemptOf(payoutNo)).status).toBe("WAITING");
    await send();
    expect(await lastAttemptOf(payoutNo)).toMatchObject({ status: "SUCCEEDED", sends: 2, attemptNo: 1 });
  });

  it.each(["rate-limit", "not-enough"] as const)("that is not taken now (%s) waits with its number", async (mood) => {
    const payoutNo = await payOut(style);
    sandbox.setMoods({ mood, times: 1 });
    await send();
    expect(await statusOf(payoutNo)).toEqual(["WAITING", "ACCEPTED"]);
    await desk.db.ownerPool.query(
      "UPDATE money_attempts SET available_at = now(), version = version + 1 WHERE status = 'WAITING'",
    );
    await send();
    expect(await statusOf(payoutNo)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
  });

  it("to an account that is closed comes back, and one that the bank could not carry out waits for a person", async () => {
    const [closed, failed] = [await payOut(style, "0001"), await payOut(style, "0004")];
    await send();
    expect(await statusOf(closed)).toEqual(["FAILED", "RETURNED"]);
    expect(await statusOf(failed)).toEqual(["FAILED", "FAILED"]);
  });

  it("of which another amount is told ends nothing", async () => {
    const payoutNo = await payOut(style);
    sandbox.setMoods({ mood: "other-amount" });
    await send();
    expect(await statusOf(payoutNo)).toEqual(["IN_DOUBT", "IN_DOUBT"]);
    const kinds = "SELECT kind FROM money_cases WHERE out_no = $1";
    expect(await reader.query(kinds, [(await lastAttemptOf(payoutNo)).outNo])).toEqual([{ kind: "AMOUNT_DIFFERS" }]);
  });

  it.each(["callback-forged", "callback-stale"] as const)(
    "of which somebody else tells the contrary (%s) ends by the channel's own word",
    async (mood) => {
      const payoutNo = await payOut(style);
      const before = await refusals();
      sandbox.setMoods({ mood });
      await send();
      const { outNo } = await lastAttemptOf(payoutNo);
      await vi.waitFor(async () => expect(await inboxOf(outNo)).toHaveLength(1), { timeout: 5_000 });
      expect(await refusals()).toBe(before + 1);
      expect(await statusOf(payoutNo)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
      expect(await reader.query("SELECT 1 FROM money_cases WHERE out_no = $1", [outNo])).toEqual([]);
    },
  );
});

it("a refund through the WeChat-style sandbox goes back to its payer, and both books say so", async () => {
  await takePaid([{ orderNo: "S1", cashMinor: 9_500n }]);
  await sandbox.addOrders({ channel: "wechat", orderNo: "S1", amountMinor: 9_500n });
  const { refundNo } = await refundAs(service, [desk.people.finance], { orderNo: "S1", amountMinor: 6_000n });
  await send();
  expect(await refundRow(refundNo)).toMatchObject({ status: "SUCCEEDED" });
  expect(await sandbox.findInBooks(refundNo)).toMatchObject({ state: "SUCCEEDED", amountMinor: "6000", orderNo: "S1" });
  await vi.waitFor(async () => expect(await inboxOf(refundNo)).toHaveLength(1), { timeout: 5_000 });
});

it.each(["wechat", "alipay"] as const)(
  "%s: a payment and a refund are asked about, and a day's bill arrives",
  async (style) => {
    const client = findChannelClient(style);
    const orderNo = `ASKED-${style}`;
    await sandbox.addOrders({ channel: style, orderNo, amountMinor: 1_000n });
    const refund = { outNo: `AR-${style}`, orderNo, channelTradeNo: null, orderMinor: 1_000n, amountMinor: 400n };
    expect(await client?.refund({ ...refund, asset: "CNY", reason: "" })).toMatchObject({
      kind: "SUCCEEDED",
      amountMinor: 400n,
    });
    const subject = { orderNo, channelTradeNo: null, amountMinor: 1_000n, asset: "CNY" };
    expect(await client?.ask({ ...subject, itemKind: "PAYMENT", refundNo: null })).toMatchObject({
      kind: "SUCCEEDED",
      amountMinor: 1_000n,
    });
    expect(await client?.ask({ ...subject, itemKind: "REFUND", refundNo: refund.outNo })).toMatchObject({
      kind: "SUCCEEDED",
      amountMinor: 400n,
    });
    const none = { ...subject, orderNo: "NOBODYS", itemKind: "PAYMENT", refundNo: null } as const;
    expect(await client?.ask(none)).toEqual({ kind: "NOT_FOUND" });
    const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const bill = await client?.downloadBill(day);
    expect(bill).toMatchObject({ ok: true, value: { fileName: expect.stringContaining(day) } });
    expect(await client?.downloadBill("2020-01-01")).toMatchObject({ ok: false, refusal: { code: "bill_empty" } });
  },
);

it("after all of it the books prove", expectBooksProve);
