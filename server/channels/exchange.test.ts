import { createHash, type KeyObject } from "node:crypto";
import type http from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import { makeAlipayClient } from "./alipay-client";
import type { ChannelClient, RefundInstruction, TransferInstruction } from "./channel-client";
import {
  type Asked,
  alipayAccess,
  ChannelDouble,
  OURS,
  STRANGERS,
  signBy,
  THEIRS,
  wechatAccess,
  wechatHeaders,
} from "./channel-fixture";
import { makeWechatClient } from "./wechat-client";

const REFUND: RefundInstruction = {
  ...{ outNo: "RF1", orderNo: "O1", channelTradeNo: null, orderMinor: 10_000n, amountMinor: 6_000n },
  ...{ asset: "CNY", reason: "too large" },
};
const TRANSFER: TransferInstruction = {
  ...{ outNo: "PA1", amountMinor: 95_00n, asset: "CNY", purpose: "settlement" },
  payee: { holder: "上海某某商贸有限公司", bank: "招商银行", accountNo: "6214830012345678" },
};
const TIMEOUT_MS = 500;
const AT = "2026-11-20T11:59:00+08:00";
/** A transfer that is done, in the words of both styles. */
const DONE = {
  ...{
    out_bill_no: "PA1",
    transfer_bill_no: "1",
    state: "SUCCESS",
    transfer_amount: 9_500,
    create_time: AT,
    update_time: AT,
  },
  ...{ out_biz_no: "PA1", order_id: "1", status: "SUCCESS", trans_amount: "95.00" },
};

const channel = new ChannelDouble();
type Clients = Record<"wechat" | "alipay", ChannelClient>;
let clients: Clients;
let hasty: Clients;
beforeAll(async () => {
  const url = await channel.open();
  const clientsOf = (timeoutMs: number): Clients => ({
    wechat: makeWechatClient(wechatAccess(url, { timeoutMs })),
    alipay: makeAlipayClient(alipayAccess(url, { timeoutMs })),
  });
  clients = clientsOf(10_000);
  hasty = clientsOf(TIMEOUT_MS);
});
afterAll(() => channel.close());
beforeEach(() => {
  channel.asked.length = 0;
});

const CALLS: Record<string, (client: ChannelClient) => Promise<ChannelOutcome>> = {
  refund: (client) => client.refund(REFUND),
  transfer: (client) => client.transfer(TRANSFER),
  askRefund: (client) => client.askRefund("RF1", "O1"),
  askTransfer: (client) => client.askTransfer("PA1"),
};

const endless = (response: http.ServerResponse) => {
  const mebibyte = Buffer.alloc(1024 ** 2, "x");
  let sent = 0;
  const more = () => {
    if (sent === 1024 || response.destroyed) return response.end();
    sent += 1;
    response.write(mebibyte, more);
  };
  more();
};

/** What a channel, or what stands between us, may do instead of answering. */
const FAULTS: Record<string, readonly [code: RegExp, act: (response: http.ServerResponse) => void]> = {
  "says nothing": [/^TIMED_OUT$/, () => undefined],
  "says half of it and falls silent": [/^TIMED_OUT$/, (r) => r.writeHead(200, { "Content-Length": "99" }).write("{")],
  drips: [
    /^TIMED_OUT$/,
    (r) => {
      const drip = setInterval(() => (r.destroyed ? clearInterval(drip) : r.write(" ")), 50);
      r.writeHead(200);
    },
  ],
  "cuts the line": [/^CONNECTION_LOST$/, (r) => r.destroy()],
  "resets the line": [/^CONNECTION_LOST$/, (r) => r.socket?.resetAndDestroy()],
  "cuts the line within its answer": [
    /^CONNECTION_LOST$/,
    (r) => {
      r.writeHead(200, { "Content-Length": "99" }).write("{", () => r.destroy());
    },
  ],
  "cuts a chunked answer": [/^CONNECTION_LOST$/, (r) => r.writeHead(200).write("{", () => r.destroy())],
  "is no http": [/^CONNECTION_LOST$/, (r) => r.socket?.end("SSH-2.0-OpenSSH_9.6\r\n\r\n")],
  "sends 1 GB": [/^ANSWER_TOO_LARGE$/, endless],
  "leads elsewhere": [/^REDIRECTED$/, (r) => r.writeHead(302, { Location: "http://127.0.0.1:1/" }).end()],
  "leads elsewhere for good": [/^REDIRECTED$/, (r) => r.writeHead(308, { Location: "/" }).end("moved")],
  "is a gateway's error page": [/^(HTTP_502|SIGNATURE_MISSING)$/, (r) => r.writeHead(502).end("<html>bad gateway")],
  "is empty": [/^(ANSWER_UNREADABLE|SIGNATURE_MISSING)$/, (r) => r.end()],
  "is garbage": [/^(ANSWER_UNREADABLE|SIGNATURE_MISSING)$/, (r) => r.end("\u0000{{{")],
  "is signed garbage": [/^ANSWER_UNREADABLE$/, (r) => r.writeHead(200, wechatHeaders("{{{")).end("{{{")],
  "is signed and says something else": [/^ANSWER_UNREADABLE$/, (r) => r.writeHead(200, wechatHeaders("[]")).end("[]")],
  "is packed though nobody asked": [
    /^(ANSWER_UNREADABLE|SIGNATURE_MISSING)$/,
    (r) => r.writeHead(200, { "Content-Encoding": "gzip" }).end(Buffer.from([31, 139, 8, 0])),
  ],
};

describe.each(["wechat", "alipay"] as const)("whatever a %s-style channel does", (style) => {
  it.each(Object.keys(FAULTS))("that it %s is no answer, in time", async (name) => {
    const [code, act] = FAULTS[name] ?? [];
    channel.answer = (_, response) => act?.(response);
    const client = `${code}`.includes("TIMED_OUT") ? hasty[style] : clients[style];
    for (const [call, send] of Object.entries(CALLS)) {
      const outcome = await send(client);
      expect(outcome, call).toEqual({
        kind: "NO_ANSWER",
        code: expect.stringMatching(code ?? ""),
        message: expect.any(String),
      });
    }
  });

  it("that it cannot be reached leaves nothing in doubt, and answers no question", async () => {
    const nobody =
      style === "wechat"
        ? makeWechatClient(wechatAccess("http://127.0.0.1:1"))
        : makeAlipayClient(alipayAccess("http://127.0.0.1:1"));
    for (const [call, send] of Object.entries(CALLS)) {
      expect(await send(nobody)).toMatchObject({
        kind: call.startsWith("ask") ? "NO_ANSWER" : "LATER",
        code: "NOT_CONNECTED",
      });
    }
  });

  it("what somebody else has signed, or nobody, is no answer, whatever it says", async () => {
    const said = JSON.stringify({ code: "10000", ...DONE });
    const sign = (key: KeyObject) => (asked: Asked, response: http.ServerResponse) => {
      const name = `${(new URLSearchParams(asked.body).get("method") ?? "").replaceAll(".", "_")}_response`;
      if (style === "wechat") return response.writeHead(200, wechatHeaders(said, { key })).end(said);
      return response.end(`{"${name}":${said},"sign":"${signBy(said, key)}"}`);
    };
    for (const [key, code] of [
      [STRANGERS.privateKey, "SIGNATURE_WRONG"],
      [OURS.privateKey, "SIGNATURE_WRONG"],
    ] as const) {
      channel.answer = sign(key);
      for (const send of Object.values(CALLS))
        expect(await send(clients[style])).toMatchObject({ kind: "NO_ANSWER", code });
    }
    channel.answer = sign(THEIRS.privateKey);
    expect(await clients[style].transfer(TRANSFER)).toMatchObject({ kind: "SUCCEEDED", amountMinor: 9_500n });
  });

  it("a repetition has the same content, but for what is signed or sealed anew", async () => {
    channel.answer = (_, response) => response.destroy();
    for (const send of [CALLS.refund, CALLS.refund, CALLS.transfer, CALLS.transfer]) await send?.(clients[style]);
    const [first, second, third, fourth] = channel.asked.map(({ body }) => {
      const content = style === "wechat" ? body : (new URLSearchParams(body).get("biz_content") ?? "");
      return JSON.parse(content, (name, value) => (/^account_n/.test(name) ? "sealed" : value));
    });
    expect(second).toEqual(first);
    expect(fourth).toEqual(third);
    expect(third).not.toEqual(first);
  });
});

it("payees travel sealed to WeChat, and no secret is in what is said about failures", async () => {
  channel.answer = (_, response) => response.destroy();
  await clients.wechat.transfer(TRANSFER);
  expect(channel.asked[0]?.body).not.toMatch(/6214830012345678|上海/);
  const digest = createHash("sha256").update("x").digest("hex");
  channel.saysWechat(403, { code: "ODD", message: `card 4111111111111111 of ${digest}` });
  expect(await clients.wechat.transfer(TRANSFER)).toEqual({
    kind: "NO_ANSWER",
    code: "ODD",
    message: `card 411111******1111 of ${digest}`,
  });
});
