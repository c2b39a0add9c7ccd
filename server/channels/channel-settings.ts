import "server-only";
import { z } from "zod";

const LOCAL = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/;
const address = z
  .url("must be an address such as https://api.mch.weixin.qq.com")
  .refine(
    (url) => url.startsWith("https://") || LOCAL.test(url),
    "must begin with https:// (http:// only for localhost)",
  );
const baseUrl = address.refine((url) => new URL(url).pathname === "/" && !/[?#]/.test(url), "must end with the host");
/** Never a key itself: a file with settings is copied and mailed more lightly than a key. */
const keySource = z
  .string()
  .regex(
    /^(env:[A-Z][A-Z0-9_]*|\/.+|\.{1,2}\/.+)$/,
    "must be the path of a file (/… or ./…) or env:NAME, never the key",
  );
/** A worker holds two attempts of a channel under a lease of a minute, and either may take a second call to be sure. */
const timeoutMs = z.int().min(100).max(12_000).default(10_000);

const wechatSettings = z.strictObject({
  style: z.literal("WECHAT"),
  baseUrl,
  merchantId: z.string().min(1).max(32),
  appId: z.string().min(1).max(32),
  /** The scene that the channel has granted for transfers. */
  transferSceneId: z.string().min(1).max(36).default("1000"),
  merchantSerial: z.string().min(1).max(64),
  merchantPrivateKey: keySource,
  apiV3Key: keySource,
  /** The channel's public keys by their serials; the first one is what we seal with. */
  platformKeys: z
    .record(z.string().min(1).max(64), keySource)
    .refine((keys) => Object.keys(keys).length > 0, "must name at least one key"),
  notifyUrl: address.optional(),
  timeoutMs,
});
const alipaySettings = z.strictObject({
  style: z.literal("ALIPAY"),
  baseUrl,
  appId: z.string().min(1).max(32),
  appPrivateKey: keySource,
  alipayPublicKey: keySource,
  notifyUrl: address.optional(),
  timeoutMs,
});
export const channelSettings = z.discriminatedUnion("style", [wechatSettings, alipaySettings]);
export const channelSettingsFile = z.strictObject({
  channels: z.record(z.string().regex(/^[a-z][a-z0-9_-]{1,31}$/, "is no code of a channel"), channelSettings),
});

export type WechatSettings = z.output<typeof wechatSettings>;
export type AlipaySettings = z.output<typeof alipaySettings>;
export type ChannelSettings = z.output<typeof channelSettings>;
