import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeAlipayClient } from "./alipay-client";
import { ALIPAY_FAIL_REASONS, ALIPAY_SEND_CODES, ALIPAY_UNKNOWN_CODES } from "./alipay-codes";
import type { ChannelClient, RefundInstruction, TransferInstruction } from "./channel-client";
import { alipayAccess, ChannelDouble, sealForUs, wechatAccess, wechatHeaders } from "./channel-fixture";
import { digestPayee } from "./digest-payee";
import { makeWechatClient } from "./wechat-client";
import { WECHAT_FAIL_REASONS, WECHAT_SEND_CODES, WECHAT_UNKNOWN_CODES } from "./wechat-codes";

const payee = { holder: "张三", bank: "招商银行", accountNo: "6214830012345678" };
const REFUND: RefundInstruction = {
  ...{ outNo: "RF1", orderNo: "O1", channelTradeNo: null, orderMinor: 10_000n, amountMinor: 6_000n },
  ...{ asset: "CNY", reason: "" },
};
const TRANSFER: TransferInstruction = { outNo: "PA1", amountMinor: 9_500n, asset: "CNY", purpose: "p", payee };
const AT = "2026-11-20T11:59:00+08:00";

const channel = new ChannelDouble();
let wechat: ChannelClient;
let alipay: ChannelClient;
beforeAll(async () => {
  const url = await channel.open();
  wechat = makeWechatClient(wechatAccess(url));
  alipay = makeAlipayClient(alipayAccess(url));
});
afterAll(() => channel.close());

const questions = (client: ChannelClient) => [client.askRefund("RF1", "O1"), client.askTransfer("PA1")];
const sendings = (client: ChannelClient) => [client.refund(REFUND), client.transfer(TRANSFER)];

/** What an outcome is called in the tables, for what was sent. */
const WORDS = {
  PAYEE: { kind: "FAILED", fault: "PAYEE" },
  CHANNEL: { kind: "FAILED", fault: "CHANNEL" },
  LATER: { kind: "LATER" },
  IN_DOUBT: { kind: "NO_ANSWER" },
} as const;

/** Written once more and by hand: who changes a table has to say so here too. */
const FINAL = {
  wechat: [
    "PARAM_ERROR",
    "TRADE_OVERDUE",
    "USER_ACCOUNT_ABNORMAL",
    "PAYEE_ACCOUNT_ABNORMAL",
    "PAYEE_NOT_EXIST",
    "NAME_MISMATCH",
  ],
  alipay: [
    ...[
      "isv.invalid-parameter",
      "isv.missing-parameter",
      "ACQ.INVALID_PARAMETER",
      "INVALID_PARAMETER",
      "ACQ.TRADE_HAS_FINISHED",
    ],
    ...["ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "ACQ.REFUND_AMT_RESTRICTION", "ACQ.NOT_ALLOW_PARTIAL_REFUND"],
    ...["ACQ.ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND", "EXCEED_LIMIT_SM_MIN_AMOUNT", "EXCEED_LIMIT_MM_MAX_AMOUNT"],
    ...[
      "ACQ.BUYER_ERROR",
      "ACQ.BUYER_NOT_EXIST",
      "ACQ.REFUND_ACCOUNT_NOT_EXIST",
      "PAYEE_NOT_EXIST",
      "PAYEE_USER_INFO_ERROR",
    ],
    ...["PAYEE_ACCOUNT_STATUS_ERROR", "PAYEE_NOT_RELNAME_CERTIFY", "PAYEE_CARD_INFO_ERROR", "CARD_BIN_ERROR"],
  ],
};

describe("codes of a WeChat-style channel", () => {
  const all = [
    ...new Set([...Object.keys(WECHAT_SEND_CODES), ...WECHAT_UNKNOWN_CODES, ...Object.keys(WECHAT_FAIL_REASONS)]),
  ];
  it.each([...all, "NEVER_HEARD_OF", "constructor"])("%s", async (code) => {
    const verdict = Object.entries(WECHAT_SEND_CODES).find(([name]) => name === code)?.[1] ?? "IN_DOUBT";
    channel.saysWechat(403, { code, message: "m" });
    for (const outcome of await Promise.all(sendings(wechat)))
      expect(outcome).toEqual({ ...WORDS[verdict], code, message: "m" });
    for (const outcome of await Promise.all(questions(wechat)))
      expect(outcome.kind).toBe(WECHAT_UNKNOWN_CODES.has(code) ? "NOT_FOUND" : "NO_ANSWER");
    // The channel is out of order: it has decided nothing, whatever it writes.
    for (const status of [500, 503, 202, 301]) {
      channel.saysWechat(status, { code, message: "m" });
      for (const outcome of await Promise.all([...sendings(wechat), ...questions(wechat)]))
        expect(outcome.kind).toBe("NO_ANSWER");
    }
  });

  it("that are final are these and no others", () => {
    const final = Object.entries(WECHAT_SEND_CODES).filter(
      ([, verdict]) => verdict === "PAYEE" || verdict === "CHANNEL",
    );
    expect(final.map(([code]) => code)).toEqual(FINAL.wechat);
  });
});

describe("codes of an Alipay-style channel", () => {
  const all = [
    ...new Set([...Object.keys(ALIPAY_SEND_CODES), ...ALIPAY_UNKNOWN_CODES, ...Object.keys(ALIPAY_FAIL_REASONS)]),
  ];
  it.each([...all, "NEVER.HEARD-OF", "constructor"])("%s", async (code) => {
    const verdict = Object.entries(ALIPAY_SEND_CODES).find(([name]) => name === code)?.[1] ?? "IN_DOUBT";
    channel.saysAlipay(
      /^\d{5}$/.test(code)
        ? { code, msg: "m" }
        : { code: "40004", msg: "Business Failed", sub_code: code, sub_msg: "m" },
    );
    for (const outcome of await Promise.all(sendings(alipay)))
      expect(outcome).toEqual({ ...WORDS[verdict], code, message: "m" });
    for (const outcome of await Promise.all(questions(alipay)))
      expect(outcome.kind).toBe(ALIPAY_UNKNOWN_CODES.has(code) ? "NOT_FOUND" : "NO_ANSWER");
    channel.saysAlipay({ code: "20000", msg: "Service Currently Unavailable", sub_code: code });
    for (const outcome of await Promise.all([...sendings(alipay), ...questions(alipay)]))
      expect(outcome.kind).toBe("NO_ANSWER");
  });

  it("that are final are these and no others", () => {
    const final = Object.entries(ALIPAY_SEND_CODES).filter(
      ([, verdict]) => verdict === "PAYEE" || verdict === "CHANNEL",
    );
    expect(final.map(([code]) => code)).toEqual(FINAL.alipay);
  });
});

describe("a refund at a WeChat-style channel", () => {
  const said = (change: object) => ({
    ...{ refund_id: "5030", out_refund_no: "RF1", transaction_id: "4200", out_trade_no: "O1", status: "SUCCESS" },
    ...{ create_time: AT, success_time: AT, amount: { total: 10_000, refund: 6_000, currency: "CNY" } },
    ...change,
  });
  const succeeded = {
    kind: "SUCCEEDED",
    channelNo: "5030",
    amountMinor: 6_000n,
    asset: "CNY",
    happenedAt: new Date(AT),
  };
  it.each([
    ["SUCCESS", {}, succeeded],
    [
      "SUCCESS of another amount, which is handed out",
      { amount: { total: 10_000, refund: 1_000_000_000_000_000 } },
      { ...succeeded, amountMinor: 10n ** 15n },
    ],
    ["PROCESSING", { status: "PROCESSING", success_time: undefined }, { kind: "PROCESSING", channelNo: "5030" }],
    ["CLOSED", { status: "CLOSED" }, { kind: "FAILED", fault: "CHANNEL", code: "CLOSED" }],
    ["ABNORMAL", { status: "ABNORMAL" }, { kind: "FAILED", fault: "PAYEE", code: "ABNORMAL" }],
    ["a status that is none", { status: "DONE" }, { kind: "NO_ANSWER", code: "ANSWER_UNREADABLE" }],
    ["another number", { out_refund_no: "RF2" }, { kind: "NO_ANSWER", code: "ANSWER_MISFITS" }],
    [
      "an amount with a fraction",
      { amount: { total: 1, refund: 60.5 } },
      { kind: "NO_ANSWER", code: "ANSWER_UNREADABLE" },
    ],
    ["an amount below zero", { amount: { total: 1, refund: -1 } }, { kind: "NO_ANSWER", code: "ANSWER_UNREADABLE" }],
    [
      "an amount that a number does not hold",
      { amount: { total: 1, refund: 2 ** 53 } },
      { kind: "NO_ANSWER", code: "ANSWER_UNREADABLE" },
    ],
    [
      "another currency",
      { amount: { total: 1, refund: 1, currency: "USD" } },
      { kind: "NO_ANSWER", code: "ANSWER_UNREADABLE" },
    ],
  ])("%s", async (_, change, outcome) => {
    channel.saysWechat(200, said(change));
    expect(await wechat.refund(REFUND)).toMatchObject(outcome);
    expect(await wechat.askRefund("RF1", "O1")).toMatchObject(outcome);
  });
});

describe("a transfer at a WeChat-style channel", () => {
  const said = (change: object) => ({
    ...{ mch_id: "1900000109", out_bill_no: "PA1", transfer_bill_no: "1330", state: "SUCCESS", transfer_amount: 9_500 },
    ...{ create_time: AT, update_time: AT },
    ...change,
  });
  const succeeded = {
    kind: "SUCCEEDED",
    channelNo: "1330",
    amountMinor: 9_500n,
    asset: "CNY",
    happenedAt: new Date(AT),
  };
  const account = (holder: string) => ({
    bank_account: {
      account_name: sealForUs(holder),
      account_number: sealForUs("6214 8300 1234 5678"),
      account_bank: "CMB",
    },
  });
  const underWay = ["ACCEPTED", "PROCESSING", "WAIT_USER_CONFIRM", "TRANSFERING", "CANCELING"].map(
    (state) => [state, { state }, { kind: "PROCESSING", channelNo: "1330" }] as const,
  );
  it.each<readonly [string, object, object]>([
    ["SUCCESS", {}, succeeded],
    ["FAIL without a reason", { state: "FAIL" }, { kind: "FAILED", fault: "CHANNEL", code: "FAIL" }],
    [
      "FAIL, sent back",
      { state: "FAIL", fail_reason: "RETURNED_BY_BANK" },
      { kind: "BOUNCED", code: "RETURNED_BY_BANK" },
    ],
    ["FAIL for a new reason", { state: "FAIL", fail_reason: "NEW" }, { kind: "FAILED", fault: "CHANNEL", code: "NEW" }],
    ["CANCELLED", { state: "CANCELLED" }, { kind: "FAILED", fault: "CHANNEL", code: "CANCELLED" }],
    ...underWay,
    ...Object.entries(WECHAT_FAIL_REASONS).map(
      ([code, fault]) =>
        [`FAIL of ${code}`, { state: "FAIL", fail_reason: code }, { kind: "FAILED", fault, code }] as const,
    ),
  ])("%s", async (_, change, outcome) => {
    channel.saysWechat(200, said(change));
    expect(await wechat.transfer(TRANSFER)).toMatchObject(outcome);
    expect(await wechat.askTransfer("PA1")).toMatchObject(outcome);
  });

  it("that names no amount is asked about, and is under way as long as nobody knows", async () => {
    const answers = [said({ transfer_amount: undefined }), said({})];
    const next = () => answers.shift() ?? { code: "NOT_FOUND", message: "" };
    channel.answer = (_, response) => {
      const content = next();
      const body = JSON.stringify(content);
      response.writeHead("code" in content ? 404 : 200, wechatHeaders(body)).end(body);
    };
    expect(await wechat.transfer(TRANSFER)).toEqual(succeeded);
    answers.push(said({ transfer_amount: undefined }));
    expect(await wechat.transfer(TRANSFER)).toEqual({ kind: "PROCESSING", channelNo: "1330" });
  });

  it("says whose it was", async () => {
    channel.saysWechat(200, said(account("张三")));
    expect(await wechat.askTransfer("PA1")).toEqual({ ...succeeded, payeeDigest: digestPayee(payee) });
    channel.saysWechat(200, said(account("李四")));
    expect(await wechat.askTransfer("PA1")).toEqual({
      ...succeeded,
      payeeDigest: digestPayee({ ...payee, holder: "李四" }),
    });
  });

  it.each([
    ["another number", { out_bill_no: "PA2" }, "ANSWER_MISFITS"],
    ["another merchant", { mch_id: "1" }, "ANSWER_MISFITS"],
    [
      "a payee sealed for others",
      { bank_account: { account_name: "AAAA", account_number: "AAAA", account_bank: "C" } },
      "ANSWER_UNREADABLE",
    ],
  ])("%s is no answer", async (_, change, code) => {
    channel.saysWechat(200, said(change));
    expect(await wechat.askTransfer("PA1")).toMatchObject({ kind: "NO_ANSWER", code });
  });
});

describe("a refund at an Alipay-style channel", () => {
  const ok = { code: "10000", msg: "Success", trade_no: "2026", out_trade_no: "O1" };
  const sent = {
    ...ok,
    fund_change: "Y",
    refund_fee: "100.00",
    send_back_fee: "60.00",
    gmt_refund_pay: "2026-11-20 11:59:00",
  };
  const asked = {
    ...ok,
    out_request_no: "RF1",
    refund_amount: "60.00",
    refund_status: "REFUND_SUCCESS",
    gmt_refund_pay: "2026-11-20 11:59:00",
  };
  const succeeded = {
    kind: "SUCCEEDED",
    channelNo: "2026",
    amountMinor: 6_000n,
    asset: "CNY",
    happenedAt: new Date(AT),
  };
  it.each([
    ["done", [sent], succeeded],
    ["done, without its amount, is asked for it", [{ ...sent, send_back_fee: undefined }, asked], succeeded],
    [
      "done, without its amount, and nobody knows it",
      [{ ...sent, send_back_fee: undefined }, ok],
      { kind: "PROCESSING" },
    ],
    ["taken", [{ ...sent, fund_change: "N" }], { kind: "PROCESSING", channelNo: "2026" }],
    ["of another payment", [{ ...sent, out_trade_no: "O2" }], { kind: "NO_ANSWER", code: "ANSWER_MISFITS" }],
    [
      "with an amount that is none",
      [{ ...sent, send_back_fee: "60" }],
      { kind: "NO_ANSWER", code: "ANSWER_UNREADABLE" },
    ],
    ["under way at the gateway", [{ code: "10003", msg: "" }], { kind: "PROCESSING", channelNo: null }],
  ])("%s", async (_, contents, outcome) => {
    channel.saysAlipay(...contents);
    expect(await alipay.refund(REFUND)).toMatchObject(outcome);
  });
  it.each([
    ["done", asked, succeeded],
    ["unknown", { code: "10000", msg: "Success" }, { kind: "NOT_FOUND" }],
    ["not done yet", { ...asked, refund_status: undefined }, { kind: "PROCESSING" }],
    ["under way", { ...asked, refund_status: "REFUND_PROCESSING" }, { kind: "PROCESSING" }],
    [
      "failed",
      { ...asked, refund_status: "REFUND_FAIL" },
      { kind: "FAILED", fault: "PAYEE", code: "DEPOSIT_BACK_FAILED" },
    ],
    ["another number", { ...asked, out_request_no: "RF2" }, { kind: "NO_ANSWER", code: "ANSWER_MISFITS" }],
  ])("asked about, it is %s", async (_, content, outcome) => {
    channel.saysAlipay(content);
    expect(await alipay.askRefund("RF1", "O1")).toMatchObject(outcome);
  });
});

describe("a transfer at an Alipay-style channel", () => {
  const ok = {
    code: "10000",
    msg: "Success",
    out_biz_no: "PA1",
    order_id: "2026",
    trans_amount: "95.00",
    pay_date: "2026-11-20 11:59:00",
  };
  const succeeded = {
    kind: "SUCCEEDED",
    channelNo: "2026",
    amountMinor: 9_500n,
    asset: "CNY",
    happenedAt: new Date(AT),
  };
  const info = { identity_type: "BANKCARD_ACCOUNT", identity: "6214830012345678", name: "张三" };
  it.each<readonly [string, object, object]>([
    ["SUCCESS", { trans_date: "2026-11-20 11:59:00" }, succeeded],
    ["WAIT_PAY", {}, { kind: "PROCESSING", channelNo: "2026" }],
    ["DEALING", {}, { kind: "PROCESSING", channelNo: "2026" }],
    ["CLOSED", {}, { kind: "FAILED", fault: "CHANNEL", code: "CLOSED" }],
    ["FAIL", {}, { kind: "FAILED", fault: "CHANNEL", code: "FAIL" }],
    ["REFUND", {}, { kind: "BOUNCED", code: "REFUND", amountMinor: succeeded.amountMinor, asset: "CNY" }],
    ...Object.entries(ALIPAY_FAIL_REASONS).map(
      ([error_code, fault]) => ["FAIL", { error_code }, { kind: "FAILED", fault, code: error_code }] as const,
    ),
  ])("%s %o", async (status, change, outcome) => {
    channel.saysAlipay({ ...ok, status, ...change });
    expect(await alipay.transfer(TRANSFER)).toMatchObject(outcome);
    expect(await alipay.askTransfer("PA1")).toMatchObject(outcome);
  });

  it("says whose it was, is asked for an amount that it lacks, and counts for its own number alone", async () => {
    channel.saysAlipay({ ...ok, status: "SUCCESS", payee_info: info });
    expect(await alipay.askTransfer("PA1")).toMatchObject({ payeeDigest: digestPayee(payee) });
    expect(await alipay.askTransfer("PA2")).toMatchObject({ kind: "NO_ANSWER", code: "ANSWER_MISFITS" });
    expect(await alipay.transfer({ ...TRANSFER, outNo: "PA2" })).toMatchObject({
      kind: "NO_ANSWER",
      code: "ANSWER_MISFITS",
    });
    channel.saysAlipay({ ...ok, status: "SUCCESS", trans_amount: undefined }, { ...ok, status: "SUCCESS" });
    expect(await alipay.transfer(TRANSFER)).toEqual(succeeded);
    channel.saysAlipay(
      { ...ok, status: "SUCCESS", trans_amount: undefined },
      { code: "40004", msg: "", sub_code: "ORDER_NOT_EXIST" },
    );
    expect(await alipay.transfer(TRANSFER)).toEqual({ kind: "PROCESSING", channelNo: "2026" });
  });
});

describe("an item's payment or refund is asked about", () => {
  const subject = (change: object) => ({
    ...{
      itemKind: "PAYMENT" as const,
      orderNo: "O1",
      refundNo: null,
      channelTradeNo: null,
      amountMinor: 1n,
      asset: "CNY",
    },
    ...change,
  });
  const refund = subject({ itemKind: "REFUND", refundNo: "RF1" });
  const paid = { kind: "SUCCEEDED", amountMinor: 10_000n, asset: "CNY", tradeNo: "4200", happenedAt: new Date(AT) };
  it.each([
    ["SUCCESS", paid],
    ["REFUND", paid],
    ["NOTPAY", { kind: "PROCESSING" }],
    ["USERPAYING", { kind: "PROCESSING" }],
    ["CLOSED", { kind: "FAILED" }],
    ["REVOKED", { kind: "FAILED" }],
    ["PAYERROR", { kind: "FAILED" }],
  ])("WeChat: %s", async (trade_state, answer) => {
    const base = {
      mchid: "1900000109",
      out_trade_no: "O1",
      transaction_id: "4200",
      success_time: AT,
      amount: { total: 10_000 },
    };
    channel.saysWechat(200, { ...base, trade_state });
    expect(await wechat.ask(subject({}))).toEqual(answer);
    channel.saysWechat(200, { ...base, trade_state, out_trade_no: "O2" });
    await expect(wechat.ask(subject({}))).rejects.toThrow("another one");
  });
  it.each([
    ["TRADE_SUCCESS", true, paid],
    ["TRADE_FINISHED", true, paid],
    ["TRADE_CLOSED", true, paid],
    ["TRADE_CLOSED", false, { kind: "FAILED" }],
    ["WAIT_BUYER_PAY", false, { kind: "PROCESSING" }],
  ])("Alipay: %s, paid %s", async (trade_status, isPaid, answer) => {
    const base = { code: "10000", trade_no: "4200", out_trade_no: "O1", total_amount: "100.00" };
    channel.saysAlipay({ ...base, trade_status, ...(isPaid && { send_pay_date: "2026-11-20 11:59:00" }) });
    expect(await alipay.ask(subject({}))).toEqual(answer);
  });
  it("and what is no answer is thrown, as an inquiry has it", async () => {
    channel.saysWechat(404, { code: "ORDER_NOT_EXIST", message: "" });
    expect(await wechat.ask(subject({}))).toEqual({ kind: "NOT_FOUND" });
    channel.saysWechat(404, { code: "RESOURCE_NOT_EXISTS", message: "" });
    expect(await wechat.ask(refund)).toEqual({ kind: "NOT_FOUND" });
    channel.saysWechat(500, { code: "SYSTEM_ERROR", message: "" });
    await expect(wechat.ask(subject({}))).rejects.toThrow("SYSTEM_ERROR");
    channel.saysAlipay({ code: "40004", sub_code: "ACQ.TRADE_NOT_EXIST" });
    expect(await alipay.ask(subject({}))).toEqual({ kind: "NOT_FOUND" });
    expect(await alipay.ask(refund)).toEqual({ kind: "NOT_FOUND" });
    await expect(alipay.ask({ ...refund, orderNo: null })).rejects.toThrow("ORDER_NO_MISSING");
  });
});

it("what these channels do not move is refused before anything is sent", async () => {
  channel.asked.length = 0;
  for (const client of [wechat, alipay]) {
    expect(await client.transfer({ ...TRANSFER, asset: "USD" })).toMatchObject({
      kind: "FAILED",
      code: "ASSET_UNSUPPORTED",
    });
    expect(await client.refund({ ...REFUND, asset: "JPY" })).toMatchObject({
      kind: "FAILED",
      code: "ASSET_UNSUPPORTED",
    });
  }
  expect(channel.asked).toEqual([]);
});
