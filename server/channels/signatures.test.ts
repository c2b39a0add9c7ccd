import { constants, createHash, createPrivateKey, createVerify, type KeyObject, publicDecrypt } from "node:crypto";
import { expect, it } from "vitest";
import {
  API_V3_KEY,
  NOW,
  OURS,
  SERIAL,
  STRANGERS,
  sealForUs,
  signBy,
  THEIRS,
  wechatHeaders,
  wechatNoticeBody,
} from "./channel-fixture";
import { openResource } from "./open-resource";
import { isTextSigned, signText } from "./rsa-signature";
import { openField, sealField } from "./seal-field";
import { isAlipayNoticeSigned, signAlipayForm, toSignedFields } from "./sign-alipay";
import { authorizeWechat } from "./sign-wechat";
import { splitAlipayAnswer } from "./split-alipay-answer";
import { verifyWechat } from "./verify-wechat";

/** SHA-256 as it stands within an RSA signature (RFC 8017, 9.2): what was signed is looked at, not signed once more. */
function digestWithin(signature: string, key: KeyObject): string {
  const info = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(signature, "base64"));
  expect(info.subarray(0, 19).toString("hex")).toBe("3031300d060960864801650304020105000420");
  return info.subarray(19).toString("hex");
}
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

it("a WeChat-style request is signed over method, path, time, nonce and body, each on its line", async () => {
  const request = { method: "POST", path: "/v3/refund/domestic/refunds?a=1", body: '{"reason":"退款"}' } as const;
  const signer = { merchantId: "1900000109", serial: "S1", privateKey: OURS.privateKey };
  const header = await authorizeWechat(
    signer,
    request,
    new Date(1_554_208_460_999),
    "593BEC0C930BF1AFEB40B4A08C8FB242",
  );
  const parts =
    /^WECHATPAY2-SHA256-RSA2048 mchid="(.+?)",nonce_str="(.+?)",signature="(.+?)",timestamp="(.+?)",serial_no="(.+?)"$/.exec(
      header,
    );
  const [, mchid, nonce, signature = "", timestamp, serial] = parts ?? [];
  expect([mchid, nonce, timestamp, serial]).toEqual([
    "1900000109",
    "593BEC0C930BF1AFEB40B4A08C8FB242",
    "1554208460",
    "S1",
  ]);
  expect(digestWithin(signature, OURS.publicKey)).toBe(
    sha256('POST\n/v3/refund/domestic/refunds?a=1\n1554208460\n593BEC0C930BF1AFEB40B4A08C8FB242\n{"reason":"退款"}\n'),
  );
});

it("two requests never share a nonce", async () => {
  const signer = { merchantId: "1", serial: "S", privateKey: OURS.privateKey };
  const request = { method: "GET", path: "/", body: "" } as const;
  const headers = await Promise.all(Array.from({ length: 20 }, () => authorizeWechat(signer, request, NOW)));
  const nonces = headers.map((header) => /nonce_str="([0-9A-F]{32})"/.exec(header)?.[1]);
  expect(new Set(nonces).size).toBe(20);
});

it("an Alipay-style form is signed over its sorted fields, not encoded, without the empty ones", async () => {
  const form = new URLSearchParams(
    await signAlipayForm({ method: "m", b: "2&=中", app_id: "1", empty: "", sign_type: "RSA2" }, OURS.privateKey),
  );
  expect(digestWithin(form.get("sign") ?? "", OURS.publicKey)).toBe(sha256("app_id=1&b=2&=中&method=m&sign_type=RSA2"));
  expect(toSignedFields({ sign: "x", sign_type: "RSA2", a: "1", Z: "2" }, ["sign", "sign_type"])).toBe("Z=2&a=1");
  const notice = { a: "1", sign_type: "RSA2", sign: signBy("a=1") };
  expect(isAlipayNoticeSigned(notice, THEIRS.publicKey)).toBe(true);
  expect(isAlipayNoticeSigned({ ...notice, a: "2" }, THEIRS.publicKey)).toBe(false);
});

it("a signature is taken in one way of writing, from one key, over one text", async () => {
  const signature = await signText("text", OURS.privateKey);
  expect(createVerify("RSA-SHA256").update("text").verify(OURS.publicKey, signature, "base64")).toBe(true);
  expect(isTextSigned("text", signature, OURS.publicKey)).toBe(true);
  for (const altered of [
    "",
    "x",
    `${signature} `,
    signature.slice(0, -4),
    signature.replace(/=*$/, ""),
    `${signature}AAAA`,
  ])
    expect(isTextSigned("text", altered, OURS.publicKey), altered).toBe(false);
  expect(isTextSigned("text ", signature, OURS.publicKey)).toBe(false);
  expect(isTextSigned("text", signature, STRANGERS.publicKey)).toBe(false);
});

it("an answer or callback of WeChat's style is believed for five minutes, by the key that its serial names", () => {
  const keys = new Map([[SERIAL, THEIRS.publicKey]]);
  const body = '{"a":"中"}';
  const weigh = (headers: Record<string, string>, text = body, now = NOW) => {
    const verified = verifyWechat(new Headers(headers), Buffer.from(text), keys, now);
    return verified.ok ? "ok" : verified.refusal.code;
  };
  const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
  expect(weigh(wechatHeaders(body))).toBe("ok");
  expect(weigh(wechatHeaders(body), `${body} `)).toBe("signature_wrong");
  expect([300, -300].map((seconds) => weigh(wechatHeaders(body), body, later(seconds)))).toEqual(["ok", "ok"]);
  expect([301, -301].map((seconds) => weigh(wechatHeaders(body), body, later(seconds)))).toEqual([
    "signature_stale",
    "signature_stale",
  ]);
  expect(weigh(wechatHeaders(body, { serial: "OTHER" }))).toBe("signature_wrong");
  expect(weigh(wechatHeaders(body, { key: STRANGERS.privateKey }))).toBe("signature_wrong");
  for (const name of Object.keys(wechatHeaders(body)))
    expect(weigh({ ...wechatHeaders(body), [name]: "" })).toBe("signature_missing");
  for (const timestamp of ["0", "1e9", "99999999999", "-1"])
    expect(weigh({ ...wechatHeaders(body), "Wechatpay-Timestamp": timestamp })).toBe("signature_stale");
});

it("a sealed resource opens with its key, and not when anything of it was touched", () => {
  const { resource } = JSON.parse(wechatNoticeBody({ mchid: "1" }));
  const key = Buffer.from(API_V3_KEY);
  expect(openResource(resource, key)).toBe('{"mchid":"1"}');
  expect(openResource(resource, Buffer.alloc(32))).toBeNull();
  expect(openResource({ ...resource, nonce: "abcdef123457" }, key)).toBeNull();
  expect(openResource({ ...resource, associated_data: "refund" }, key)).toBeNull();
  expect(openResource({ ...resource, ciphertext: "AAAA" }, key)).toBeNull();
  const bytes = Buffer.from(resource.ciphertext, "base64");
  for (let at = 0; at < bytes.length; at += 1) {
    const touched = Buffer.from(bytes);
    touched[at] = (touched[at] ?? 0) ^ 1;
    expect(openResource({ ...resource, ciphertext: touched.toString("base64") }, key)).toBeNull();
  }
});

it("a sealed field opens for its addressee alone", () => {
  expect(openField(sealForUs("张三"), OURS.privateKey)).toBe("张三");
  expect(openField(sealField("6222", THEIRS.publicKey), THEIRS.privateKey)).toBe("6222");
  expect(
    openField(sealForUs("张三"), createPrivateKey(THEIRS.privateKey.export({ type: "pkcs8", format: "pem" }))),
  ).toBeNull();
});

it("an Alipay-style answer is taken apart by its very characters", () => {
  const name = "alipay_trade_query_response";
  const tricky = '{"msg":"}\\"{ 中 \\\\","deep":{"sign":"x"}, "n":1.50}';
  expect(splitAlipayAnswer(`{"${name}":${tricky},"sign":"AB=="}`, name)).toEqual({ signed: tricky, sign: "AB==" });
  expect(splitAlipayAnswer(` { "${name}" : ${tricky} , "sign" : "AB==" } `, name)).toEqual({
    signed: tricky,
    sign: "AB==",
  });
  expect(splitAlipayAnswer(`{"error_response":{"code":"40002"}}`, name)).toEqual({
    signed: '{"code":"40002"}',
    sign: null,
  });
  for (const text of [
    "",
    "{",
    `{"${name}":`,
    `{"${name}":{"a":1`,
    `{"other_response":{},"sign":"AB=="}`,
    `{"${name}":[],"sign":"AB=="}`,
    `{"${name}":{},"sign":"AB==","${name}":{}}`,
    `{"sign":"AB==","${name}":{}}`,
    `[{"${name}":{},"sign":"AB=="}]`,
  ])
    expect(splitAlipayAnswer(text, name), text).toBeNull();
});
