import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { channelInput } from "@/contracts/channels";
import type { Actor } from "@/core/permissions/actor";
import { makeAlipayClient } from "@/server/channels/alipay-client";
import type { Payee } from "@/server/channels/channel-client";
import {
  alipayAccess,
  alipayNoticeBody,
  NOW,
  OURS,
  STRANGERS,
  wechatAccess,
  wechatHeaders,
  wechatNoticeBody,
} from "@/server/channels/channel-fixture";
import { makeWechatClient } from "@/server/channels/wechat-client";
import { setChannels } from "@/server/commands/set-channels";
import { payoutOutgoing } from "@/server/payouts/outgoing";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { addUser, asSystem } from "@/tests/command-context";
import { accepted, type Desk } from "@/tests/desk-fixture";
import { addPayees, askFor, lastAttemptOf, openPayoutDesk, payoutOf } from "@/tests/payout-fixture";
import { refundAs, refundRow, sendRefund, takePaid } from "@/tests/refund-fixture";
import { takeOrders } from "@/tests/small-company";
import { answerCallback } from "./answer-callback";
import { type Attempt, listAttempts } from "./attempts";
import { isTransfer } from "./outgoing";

vi.mock("@/server/clock", () => ({ getClock: () => ({ now: () => NOW }) }));
vi.mock("@/server/channels/find-channel-client", () => ({
  findChannelClient: (code: string) => {
    if (code === "wechat") return makeWechatClient(wechatAccess("https://channel.invalid"));
    return code === "alipay" ? makeAlipayClient(alipayAccess("https://channel.invalid")) : null;
  },
}));

let desk: Desk;
let service: Actor;
beforeAll(async () => {
  desk = await openPayoutDesk();
  service = await addUser(desk.db.ownerPool, "service", "CUSTOMER_SERVICE");
  const channel = { code: "alipay", name: "Alipay", format: "alipay-trade", costBps: 55, bankAccount: "reserve" };
  accepted(await setChannels(asSystem(), { channels: [channelInput.parse(channel)] }));
});
afterAll(() => desk.db.drop());

type Style = "wechat" | "alipay";
/** A payout of 7.00 yuan to an account of its own, that its worker has just sent. */
async function prepare(style: Style): Promise<Attempt> {
  const [payee = ""] = await addPayees(desk, "M1", 1);
  const { payoutNo } = accepted(await askFor(desk.people.maker, { amountMinor: 700n, payee, channel: style }));
  await desk.db.ownerPool.query(
    `UPDATE money_attempts SET status = 'SENT', sends = 1, lease_token = nextval('attempt_leases'), version = version + 1,
       first_sent_at = now() WHERE object_no = $1`,
    [payoutNo],
  );
  return lastAttemptOf(payoutNo);
}
/** What a notice is about: an attempt's number and payee, or a number that is nobody's. */
type Paid = { readonly outNo: string; readonly payee: Payee };
async function paidBy(attempt: Attempt): Promise<Paid> {
  const instruction = await payoutOutgoing.instruct(reader, attempt);
  if (!isTransfer(instruction)) throw new Error("a payout is a transfer");
  return { outNo: attempt.outNo, payee: instruction.payee };
}
const nobodys = (outNo: string): Paid => ({ outNo, payee: { holder: "张三", bank: "CMB", accountNo: "6214" } });
/** A refund of an order's 10.00 yuan by the way they came, approved and sent. */
async function prepareRefund(): Promise<string> {
  refunds += 1;
  const orderNo = `O${refunds}`;
  await takePaid([{ orderNo, cashMinor: 1_000n }]);
  const { refundNo } = await refundAs(service, [desk.people.finance], { orderNo, amountMinor: 1_000n });
  await sendRefund(refundNo);
  return refundNo;
}
let refunds = 0;

type Callback = { readonly channel: string; readonly headers: Record<string, string>; readonly body: string };

/** What the channel says of a transfer of its own accord; `change` is of its content, in the style's own words. */
function wechatTransfer(
  { outNo, payee }: Paid,
  change: object = {},
  envelope: { id?: string; apiV3Key?: string } = {},
) {
  const content = {
    ...{ mch_id: "1900000109", out_bill_no: outNo, transfer_bill_no: "1330", state: "SUCCESS", transfer_amount: 700 },
    ...{ create_time: "2026-11-20T11:58:00+08:00", update_time: "2026-11-20T11:59:00+08:00" },
    bank_account: { account_name: payee.holder, account_number: payee.accountNo, account_bank: payee.bank },
    ...change,
  };
  return wechatNoticeBody(content, { id: `EV-${outNo}`, ...envelope });
}
function alipayTransfer({ outNo, payee }: Paid, change: object = {}) {
  return {
    ...{ out_biz_no: outNo, order_id: "2026", product_code: "TRANS_BANKCARD_NO_PWD", biz_scene: "DIRECT_TRANSFER" },
    ...{ trans_amount: "7.00", status: "SUCCESS", pay_date: "2026-11-20 11:59:00" },
    payee_info: { identity_type: "BANKCARD_ACCOUNT", identity: payee.accountNo, name: payee.holder },
    ...change,
  };
}
const byWechat = (body: string, signing = {}): Callback => {
  return { channel: "wechat", headers: wechatHeaders(body, signing), body };
};
const byAlipay = (body: string): Callback => ({ channel: "alipay", headers: {}, body });
function genuine(style: Style, paid: Paid, change: { wechat?: object; alipay?: object; id?: string } = {}): Callback {
  const id = change.id ?? `EV-${paid.outNo}`;
  if (style === "wechat") return byWechat(wechatTransfer(paid, change.wechat, { id }));
  return byAlipay(alipayNoticeBody(alipayTransfer(paid, change.alipay), { id }));
}

async function post({ channel, headers, body }: Callback): Promise<{ status: number; text: string }> {
  const request = new Request(`http://desk/api/v1/callbacks/${channel}`, { method: "POST", headers, body });
  const response = await answerCallback(request, { params: Promise.resolve({ channel }) });
  return { status: response.status, text: await response.text() };
}
const statusOf = async ({ objectNo }: Attempt) => [
  (await lastAttemptOf(objectNo)).status,
  (await payoutOf(objectNo)).status,
];
const column = async (sql: string, param: string): Promise<string[]> =>
  (await reader.query<{ text: string }>(sql, [param])).map(({ text }) => text);
const inboxOf = (outNo: string) =>
  column("SELECT verdict AS text FROM channel_notices WHERE out_no = $1 ORDER BY id", outNo);
const casesOf = (outNo: string) => column("SELECT kind AS text FROM money_cases WHERE out_no = $1 ORDER BY id", outNo);
const vouchersOf = (objectNo: string) =>
  column("SELECT event AS text FROM vouchers WHERE object_no = $1 ORDER BY id", objectNo);
async function refusals(): Promise<number> {
  const sql = "SELECT 1 FROM audit_events WHERE action = 'notice.receive' AND outcome = 'REFUSED'";
  return (await reader.query(sql)).length;
}
/** Everything that a notice could change. */
async function stateOfMoney(): Promise<unknown> {
  const attempts = ["money_attempts", "money_answers", "channel_notices", "money_cases", "payouts", "refunds"];
  const books = ["receipts", "vouchers", "entries", "account_balances", "outbox"];
  const hashes = [...attempts, ...books].map(
    (table) => `(SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM ${table} t) AS ${table}`,
  );
  return (await desk.db.ownerPool.query(`SELECT ${hashes.join(", ")}`)).rows[0];
}
async function expectBooksProve(): Promise<void> {
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
}

describe.each(["wechat", "alipay"] as const)("a notice of a %s-style channel", (style) => {
  it("ends its attempt, once, however often it comes, and is answered as the channel expects it", async () => {
    const attempt = await prepare(style);
    const notice = genuine(style, await paidBy(attempt));
    const answers = await Promise.all([post(notice), post(notice), post(notice), post(notice), post(notice)]);
    answers.push(await post(notice));
    const kept = style === "wechat" ? '{"code":"SUCCESS","message":"成功"}' : "success";
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set([`200 ${kept}`]));
    expect(await statusOf(attempt)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
    expect(await inboxOf(attempt.outNo)).toEqual(["APPLIED"]);
    await post(genuine(style, await paidBy(attempt), { id: "another event" }));
    expect(await inboxOf(attempt.outNo)).toEqual(["APPLIED", "KNOWN"]);
    expect(await vouchersOf(attempt.objectNo)).toEqual(["payout.accepted", "payout.succeeded"]);
    await expectBooksProve();
  });

  it("of another amount or payee opens a case and ends nothing", async () => {
    const [amount, payee] = [await prepare(style), await prepare(style)];
    const more = { wechat: { transfer_amount: 701 }, alipay: { trans_amount: "7.01" } };
    await post(genuine(style, await paidBy(amount), more));
    const paid = await paidBy(payee);
    await post(genuine(style, { ...paid, payee: { ...paid.payee, accountNo: `${paid.payee.accountNo}1` } }));
    for (const attempt of [amount, payee]) {
      expect(await statusOf(attempt)).toEqual(["IN_DOUBT", "IN_DOUBT"]);
      expect(await inboxOf(attempt.outNo)).toEqual(["MISFITS"]);
      expect(await vouchersOf(attempt.objectNo)).toEqual(["payout.accepted"]);
    }
    expect([await casesOf(amount.outNo), await casesOf(payee.outNo)]).toEqual([["AMOUNT_DIFFERS"], ["PAYEE_DIFFERS"]]);
  });

  it("that contradicts a final word opens a case and changes nothing", async () => {
    const attempt = await prepare(style);
    const paid = await paidBy(attempt);
    const wechat = { state: "FAIL", fail_reason: "ACCOUNT_FROZEN" };
    await post(genuine(style, paid, { wechat, alipay: { status: "FAIL", error_code: "ACCOUNT_FROZEN" }, id: "a" }));
    expect(await statusOf(attempt)).toEqual(["FAILED", "RETURNED"]);
    await post(genuine(style, paid, { id: "b" }));
    expect(await statusOf(attempt)).toEqual(["FAILED", "RETURNED"]);
    expect(await inboxOf(attempt.outNo)).toEqual(["APPLIED", "CONTRADICTS"]);
    expect(await casesOf(attempt.outNo)).toEqual(["LATE_SUCCESS"]);
    expect(await vouchersOf(attempt.objectNo)).toEqual(["payout.accepted", "payout.returned"]);
  });

  it("about a number that is none of ours, or another channel's, or of another kind, is kept and opens a case", async () => {
    const foreign = await prepare(style === "wechat" ? "alipay" : "wechat");
    const refundNo = await prepareRefund();
    for (const outNo of [`NOBODYS-${style}`, foreign.outNo, refundNo]) {
      const notice = genuine(style, nobodys(outNo), { id: `${style}-${outNo}` });
      const answers = await Promise.all([post(notice), post(notice)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(await inboxOf(outNo)).toEqual(["UNKNOWN"]);
      expect(await casesOf(outNo)).toEqual(["UNKNOWN_PAYMENT"]);
    }
    const failed = genuine(style, nobodys(`FAILED-${style}`), {
      wechat: { state: "FAIL" },
      alipay: { status: "FAIL" },
    });
    expect((await post(failed)).status).toBe(200);
    expect(await casesOf(`FAILED-${style}`)).toEqual([]);
    expect(await statusOf(foreign)).toEqual(["SENT", "ACCEPTED"]);
    expect(await refundRow(refundNo)).toMatchObject({ status: "ACCEPTED" });
  });

  it("that we fail to keep is asked for again, leaves nothing, and takes effect when it comes again", async () => {
    const attempt = await prepare(style);
    const notice = genuine(style, await paidBy(attempt));
    const before = await stateOfMoney();
    await desk.db.ownerPool.query("ALTER TABLE channel_notices ADD CONSTRAINT broken CHECK (false) NOT VALID");
    expect(await post(notice)).toMatchObject({ status: 500, text: expect.stringContaining("notice_not_kept") });
    await desk.db.ownerPool.query("ALTER TABLE channel_notices DROP CONSTRAINT broken");
    expect(await stateOfMoney()).toEqual(before);
    expect((await post(notice)).status).toBe(200);
    expect(await statusOf(attempt)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
  });
});

it("a refund's notice ends it, and one about a refund that came from the order system is known", async () => {
  const content = (outNo: string, refund_status: string) => ({
    ...{ mchid: "1900000109", transaction_id: "4200", out_trade_no: "O1", refund_id: "5030", out_refund_no: outNo },
    ...{ refund_status, success_time: "2026-11-20T11:59:00+08:00", amount: { total: 1_000, refund: 1_000 } },
  });
  const send = (outNo: string, status: string) =>
    post(byWechat(wechatNoticeBody(content(outNo, status), { id: `R-${outNo}`, type: `REFUND.${status}` })));
  const [done, closed] = [await prepareRefund(), await prepareRefund()];
  expect((await send(done, "SUCCESS")).status).toBe(200);
  expect((await send(closed, "CLOSED")).status).toBe(200);
  expect(await refundRow(done)).toMatchObject({ status: "SUCCEEDED" });
  expect((await listAttempts(reader, "REFUND", closed)).map(({ status }) => status)).toEqual(["FAILED"]);
  await takePaid([{ orderNo: "ARRIVED", cashMinor: 1_000n }]);
  const refund = { type: "refund", refundNo: "ARRIVED-R", orderNo: "ARRIVED", amountMinor: "1000", status: "ACCEPTED" };
  await takeOrders([refund]);
  await send("ARRIVED-R", "SUCCESS");
  expect([await inboxOf("ARRIVED-R"), await casesOf("ARRIVED-R")]).toEqual([["KNOWN"], []]);
  await expectBooksProve();
});

it("a channel without settings is not found, and a body without end is cut off", async () => {
  const before = { state: await stateOfMoney(), refusals: await refusals() };
  expect((await post({ channel: "bank", headers: {}, body: "x" })).status).toBe(404);
  expect({ state: await stateOfMoney(), refusals: await refusals() }).toEqual(before);
  expect((await post({ channel: "wechat", headers: {}, body: "x".repeat(70_000) })).status).toBe(413);
  expect({ state: await stateOfMoney(), refusals: (await refusals()) - 1 }).toEqual(before);
});

describe("500 forged variants", () => {
  const EACH = 250;
  const alter = (text: string, at: number) => {
    const old = text[at] ?? "";
    return `${text.slice(0, at)}${old === "A" ? "B" : "A"}${text.slice(at + 1)}`;
  };
  const spread = (count: number, length: number) =>
    Array.from({ length: count }, (_, index) => Math.trunc((index * length) / count));
  const seconds = (from: number) => new Date(NOW.getTime() - from * 1_000);

  /** Up to so many, each once: where the signature happens to be cut, two ways of forging may give the same. */
  function fill(variants: readonly Callback[], more: (count: number) => readonly Callback[]): Callback[] {
    const single = [...new Map(variants.map((variant) => [JSON.stringify(variant), variant])).values()];
    return [...single, ...more(EACH - single.length)];
  }

  function forgeWechat(paid: Paid): Callback[] {
    const body = wechatTransfer(paid);
    const whole = byWechat(body);
    const withHeader = (name: string, value: string) => ({ ...whole, headers: { ...whole.headers, [name]: value } });
    const {
      "Wechatpay-Signature": signature = "",
      "Wechatpay-Nonce": nonce = "",
      "Wechatpay-Timestamp": time = "",
    } = whole.headers;
    const other = wechatTransfer(paid, { transfer_amount: 70_000 });
    const signed = (content: object, envelope = {}) => byWechat(wechatTransfer(paid, content, envelope));
    const refund = {
      mchid: "1900000109",
      transaction_id: "1",
      out_trade_no: "1",
      refund_id: "1",
      refund_status: "SUCCESS",
    };
    const closed = { ...refund, out_refund_no: paid.outNo, amount: { total: 700, refund: 700 } };
    const variants = [
      // Each signed part altered, the signature itself, and each left out.
      ...spread(40, body.length).map((at) => ({ ...whole, body: body.slice(0, at) })),
      ...spread(50, signature.length - 4).map((at) => withHeader("Wechatpay-Signature", alter(signature, at))),
      ...spread(nonce.length, nonce.length).map((at) => withHeader("Wechatpay-Nonce", alter(nonce, at))),
      ...[1, 2, 5, 60, 299].map((by) => withHeader("Wechatpay-Timestamp", `${Number(time) - by}`)),
      ...Object.keys(whole.headers).map((name) => withHeader(name, "")),
      ...["OTHER", "pub_key_id_1", "PUB_KEY_ID_2"].map((serial) => byWechat(body, { serial })),
      // By other keys: a stranger's, and our own.
      ...[STRANGERS.privateKey, OURS.privateKey].flatMap((key) => [byWechat(body, { key }), byWechat(other, { key })]),
      // A genuine one, kept and sent again later; or signed for a time to come.
      ...spread(30, 86_400).map((by) => byWechat(body, { at: seconds(301 + by) })),
      ...[301, 3_600].map((by) => byWechat(body, { at: seconds(-by) })),
      // Another amount under the old signature, by somebody who knows the API key.
      { ...whole, body: other },
      { ...whole, body: `${body} ` },
      // Signed by the channel, and yet not for us or not readable.
      ...[
        signed({ mch_id: "1" }),
        signed({ transfer_amount: "700" }),
        signed({ transfer_amount: 7.5 }),
        signed({ state: "DONE" }),
      ],
      ...[signed({}, { apiV3Key: "f".repeat(32) }), signed({ out_bill_no: 1 }), byWechat("{}"), byWechat("")],
      byWechat(wechatNoticeBody(closed, { id: "differs", type: "REFUND.CLOSED" })),
      { ...byAlipay(alipayNoticeBody(alipayTransfer(paid))), channel: "wechat" },
    ];
    return fill(variants, (count) => spread(count, body.length).map((at) => ({ ...whole, body: alter(body, at) })));
  }

  function forgeAlipay(paid: Paid): Callback[] {
    const content = alipayTransfer(paid);
    const body = alipayNoticeBody(content);
    const fields = Object.fromEntries(new URLSearchParams(body));
    const withField = (name: string, value: string) =>
      byAlipay(new URLSearchParams({ ...fields, [name]: value }).toString());
    const altered = (name: string, count: number) =>
      spread(count, (fields[name] ?? "").length - (name === "sign" ? 4 : 0)).map((at) =>
        withField(name, alter(fields[name] ?? "", at)),
      );
    const signed = (change: object, envelope = {}) => byAlipay(alipayNoticeBody({ ...content, ...change }, envelope));
    const other = { trans_amount: "700.00" };
    const variants = [
      ...altered("sign", 40),
      ...["notify_id", "utc_timestamp", "msg_method", "app_id", "version", "charset"].flatMap((name) =>
        altered(name, 3),
      ),
      ...spread(50, body.length).map((at) => byAlipay(body.slice(0, at))),
      ...Object.keys(fields)
        .filter((name) => name !== "sign_type")
        .map((name) => withField(name, "")),
      byAlipay(`${body}&extra=1`),
      byAlipay(`${body}&biz_content=${encodeURIComponent(JSON.stringify({ ...content, ...other }))}`),
      ...[STRANGERS.privateKey, OURS.privateKey].flatMap((key) => [signed({}, { key }), signed(other, { key })]),
      ...spread(30, 86_400).map((by) => signed({}, { at: seconds(301 + by) })),
      ...[301, 3_600].map((by) => signed({}, { at: seconds(-by) })),
      withField("biz_content", JSON.stringify({ ...content, ...other })),
      ...[
        signed({}, { app: "2088" }),
        signed({ trans_amount: "7" }),
        signed({ trans_amount: 7 }),
        signed({ status: "DONE" }),
      ],
      ...[signed({}, { method: "other.method" }), signed({ out_biz_no: 1 }), byAlipay("sign=x")],
      { ...byWechat(wechatTransfer(paid)), channel: "alipay" },
    ];
    return fill(variants, (count) => altered("biz_content", count));
  }

  it.each([
    ["wechat", forgeWechat],
    ["alipay", forgeAlipay],
  ] as const)("of %s: nothing changes, and each is in the trail", async (style, forge) => {
    const attempt = await prepare(style);
    const variants = forge(await paidBy(attempt));
    expect(variants).toHaveLength(EACH);
    expect(new Set(variants.map((variant) => JSON.stringify(variant))).size).toBe(EACH);
    const [state, before] = [await stateOfMoney(), await refusals()];
    const accepted: Callback[] = [];
    for (const variant of variants) if (![400, 401].includes((await post(variant)).status)) accepted.push(variant);
    expect(accepted).toEqual([]);
    expect(await stateOfMoney()).toEqual(state);
    expect((await refusals()) - before).toBe(EACH);
    // What they were made from is good.
    expect((await post(genuine(style, await paidBy(attempt)))).status).toBe(200);
    expect(await statusOf(attempt)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
  });
});
