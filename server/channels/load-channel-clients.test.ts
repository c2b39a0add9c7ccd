import { generateKeyPairSync } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { API_V3_KEY, OURS, THEIRS } from "./channel-fixture";
import { loadChannelClients } from "./load-channel-clients";

const pem = { type: "pkcs8", format: "pem" } as const;
const OUR_PEM = OURS.privateKey.export(pem).toString();
const THEIR_PEM = THEIRS.publicKey.export({ type: "spki", format: "pem" }).toString();
const bare = (text: string) => text.replaceAll(/-----.*?-----|\s/g, "");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "desk-channels-"));
  put("ours.pem", OUR_PEM, 0o600);
  put("group.pem", OUR_PEM, 0o640);
  put("open.pem", OUR_PEM, 0o644);
  put("theirs.pem", THEIR_PEM, 0o644);
  put("closed.pem", THEIR_PEM, 0o600);
  put("bare.txt", bare(OUR_PEM), 0o600);
  put("short.pem", generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export(pem).toString(), 0o600);
  put("curve.pem", generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export(pem).toString(), 0o600);
  put("empty.pem", "", 0o600);
  put("api.key", `${API_V3_KEY}\n`, 0o600);
  vi.stubEnv("TEST_API_KEY", API_V3_KEY);
  vi.stubEnv("TEST_BARE_KEY", bare(THEIR_PEM));
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function put(name: string, text: string, mode: number): void {
  writeFileSync(join(folder, name), text);
  chmodSync(join(folder, name), mode);
}

const WECHAT = {
  ...{ style: "WECHAT", baseUrl: "https://api.mch.weixin.qq.com", merchantId: "19", appId: "wx1", merchantSerial: "S" },
  ...{ merchantPrivateKey: "./ours.pem", apiV3Key: "env:TEST_API_KEY", platformKeys: { P1: "./theirs.pem" } },
};
const ALIPAY = {
  ...{ style: "ALIPAY", baseUrl: "http://127.0.0.1:4000", appId: "2021", appPrivateKey: "./bare.txt" },
  alipayPublicKey: "env:TEST_BARE_KEY",
};

function load(channels: unknown): ReadonlyMap<string, unknown> {
  put("channels.json", typeof channels === "string" ? channels : JSON.stringify({ channels }), 0o644);
  return loadChannelClients(join(folder, "channels.json"), () => new Date());
}

it("makes a client for every channel, with keys from files and from the environment", () => {
  expect([
    ...load({
      wechat: WECHAT,
      bank: { ...WECHAT, apiV3Key: "./api.key", merchantPrivateKey: "./group.pem" },
      alipay: ALIPAY,
    }).keys(),
  ]).toEqual(["wechat", "bank", "alipay"]);
});

describe("says what is wrong, where, and never with a key", () => {
  it.each([
    ["no JSON", "{key", /channels\.json\) is not JSON\.$/],
    ["another file", { channels: 1 }, /channels/],
    ["a code that is none", { "We Chat": WECHAT }, /channels\.We Chat: /],
    ["a style that is none", { wechat: { ...WECHAT, style: "PAYPAL" } }, /channels\.wechat\.style/],
    [
      "plain http",
      { wechat: { ...WECHAT, baseUrl: "http://api.mch.weixin.qq.com" } },
      /channels\.wechat\.baseUrl: must begin with https:\/\//,
    ],
    [
      "plain http that begins like this machine",
      { wechat: { ...WECHAT, baseUrl: "http://localhost.evil.com" } },
      /must begin with https:\/\//,
    ],
    ["an address with a path", { wechat: { ...WECHAT, baseUrl: "https://a.com/v3" } }, /must end with the host/],
    [
      "plain http for notices",
      { wechat: { ...WECHAT, notifyUrl: "http://desk.example.com/x" } },
      /channels\.wechat\.notifyUrl: must begin/,
    ],
    ["an unknown setting", { wechat: { ...WECHAT, secret: "x" } }, /channels\.wechat: Unrecognized key/],
    [
      "a key in the file itself",
      { wechat: { ...WECHAT, merchantPrivateKey: OUR_PEM } },
      /channels\.wechat\.merchantPrivateKey: must be the path of a file .* never the key/,
    ],
    [
      "no platform's key",
      { wechat: { ...WECHAT, platformKeys: {} } },
      /channels\.wechat\.platformKeys: must name at least one key/,
    ],
    ["a time-out longer than a lease", { wechat: { ...WECHAT, timeoutMs: 60_000 } }, /channels\.wechat\.timeoutMs/],
    [
      "a key that is not there",
      { wechat: { ...WECHAT, merchantPrivateKey: "./gone.pem" } },
      /channel "wechat": merchantPrivateKey \(\.\/gone\.pem\) cannot be read\.$/,
    ],
    [
      "a private key for everybody",
      { wechat: { ...WECHAT, merchantPrivateKey: "./open.pem" } },
      /merchantPrivateKey \(\.\/open\.pem\) can be read by everybody on this machine: chmod 600/,
    ],
    [
      "a public key as a private one",
      { wechat: { ...WECHAT, merchantPrivateKey: "./closed.pem" } },
      /is not a private key in PEM\.$/,
    ],
    [
      "a private key as the channel's",
      { wechat: { ...WECHAT, platformKeys: { P1: "./ours.pem" } } },
      /platformKeys\.P1 \(\.\/ours\.pem\) is a private key/,
    ],
    ["an empty key", { wechat: { ...WECHAT, merchantPrivateKey: "./empty.pem" } }, /is not a private key in PEM\.$/],
    [
      "a short key",
      { wechat: { ...WECHAT, merchantPrivateKey: "./short.pem" } },
      /is an RSA key of 1024 bits; at least 2048/,
    ],
    ["a key of another kind", { wechat: { ...WECHAT, merchantPrivateKey: "./curve.pem" } }, /is not an RSA key\.$/],
    [
      "an API key of another length",
      { wechat: { ...WECHAT, apiV3Key: "./bare.txt" } },
      /apiV3Key \(\.\/bare\.txt\) has \d+ bytes; an API v3 key has exactly 32\.$/,
    ],
    [
      "a variable that is not set",
      { wechat: { ...WECHAT, apiV3Key: "env:NOT_SET" } },
      /apiV3Key \(env:NOT_SET\) is not set in the environment\.$/,
    ],
  ])("%s", (_, channels, sentence) => {
    let said = "";
    try {
      load(channels);
    } catch (error) {
      said = String(error instanceof Error ? error.message : error);
    }
    expect(said).toMatch(/^DESK_CHANNELS_FILE/);
    expect(said).toMatch(sentence);
    for (const secret of [API_V3_KEY, bare(OUR_PEM).slice(40, 80)]) expect(said).not.toContain(secret);
  });

  it("a file that is not there", () => {
    expect(() => loadChannelClients(join(folder, "none.json"), () => new Date())).toThrow(
      /none\.json\) cannot be read\.$/,
    );
  });
});
