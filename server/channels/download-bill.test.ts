import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeAlipayClient } from "./alipay-client";
import type { ChannelClient } from "./channel-client";
import { alipayAccess, ChannelDouble, signBy, wechatAccess, wechatHeaders } from "./channel-fixture";
import { makeWechatClient } from "./wechat-client";

const DAY = "2026-11-19";
const BILL = Buffer.from("\ufeff交易时间,公众账号ID\n`2026-11-19 10:00:00,`wx1\n");
const SHA1 = createHash("sha1").update(BILL).digest("hex");

const channel = new ChannelDouble();
let url = "";
let wechat: ChannelClient;
let alipay: ChannelClient;
beforeAll(async () => {
  url = await channel.open();
  wechat = makeWechatClient(wechatAccess(url));
  alipay = makeAlipayClient(alipayAccess(url));
});
afterAll(() => channel.close());

function offersWechat(offer: object, bill: Uint8Array = BILL): void {
  channel.answer = ({ path }, response) => {
    if (!path.startsWith("/v3/bill/tradebill")) return response.end(bill);
    const body = JSON.stringify({ hash_type: "SHA1", hash_value: SHA1, download_url: `${url}/file?token=1`, ...offer });
    return response.writeHead(200, wechatHeaders(body)).end(body);
  };
}

it("a WeChat-style bill arrives byte for byte, with the hash that was promised", async () => {
  offersWechat({ hash_value: SHA1.toUpperCase() });
  channel.asked.length = 0;
  expect(await wechat.downloadBill(DAY)).toEqual({ ok: true, value: { fileName: `wechat-${DAY}.csv`, bytes: BILL } });
  expect(channel.asked.map(({ path }) => path)).toEqual([
    `/v3/bill/tradebill?bill_date=${DAY}&bill_type=ALL`,
    "/file?token=1",
  ]);
  expect(channel.asked[1]?.headers.get("authorization")).toMatch(/^WECHATPAY2-SHA256-RSA2048 /);
});

it.each([
  ["bill_damaged", () => offersWechat({}, BILL.subarray(0, -1))],
  ["bill_refused", () => offersWechat({ download_url: "https://elsewhere.example.com/file" })],
  ["bill_empty", () => channel.saysWechat(400, { code: "NO_STATEMENT_EXIST", message: "" })],
  ["bill_not_ready", () => channel.saysWechat(400, { code: "STATEMENT_CREATING", message: "" })],
  ["bill_refused", () => channel.saysWechat(403, { code: "NO_AUTH", message: "" })],
  ["channel_unreachable", () => channel.saysWechat(500, { code: "SYSTEM_ERROR", message: "" })],
  ["channel_unreachable", () => offersWechat({ hash_type: "MD5" })],
])("a WeChat-style bill is refused: %s", async (code, set) => {
  set();
  expect(await wechat.downloadBill(DAY)).toMatchObject({ ok: false, refusal: { code } });
});

it("an Alipay-style bill arrives as its zip, from where a signed answer says", async () => {
  const zip = Buffer.from("PK\u0003\u0004rest");
  let bill = zip;
  channel.answer = ({ method }, response) => {
    if (method === "GET") return response.end(bill);
    const text = JSON.stringify({ code: "10000", bill_download_url: `${url}/bill` });
    return response.end(`{"alipay_data_dataservice_bill_downloadurl_query_response":${text},"sign":"${signBy(text)}"}`);
  };
  expect(await alipay.downloadBill(DAY)).toEqual({ ok: true, value: { fileName: `alipay-${DAY}.zip`, bytes: zip } });
  bill = Buffer.from("<html>expired");
  expect(await alipay.downloadBill(DAY)).toMatchObject({ ok: false, refusal: { code: "bill_damaged" } });
  channel.saysAlipay({ code: "40004", sub_code: "isp.bill_not_exist" });
  expect(await alipay.downloadBill(DAY)).toMatchObject({ ok: false, refusal: { code: "bill_empty" } });
});
