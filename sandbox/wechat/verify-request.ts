import { WECHAT_AUTH_SCHEME } from "@/contracts/channel-api/wechat";
import type { SandboxChannel } from "../channel";
import type { HttpRequest } from "../http/exchange";
import { isSigned } from "../keys/signatures";
import type { Sandbox } from "../sandbox";

export type SignerReading =
  | { readonly ok: true; readonly channel: SandboxChannel }
  | { readonly ok: false; readonly channel: SandboxChannel | null; readonly because: string };

const FIELD = /([a-z_]+)="([^"]*)"/g;

/** Whose request it is, and whether that one really signed it. */
export function readSigner(sandbox: Sandbox, { method, target, headers, body }: HttpRequest): SignerReading {
  const [scheme, rest = ""] = split(headers.authorization ?? "");
  const fields = new Map([...rest.matchAll(FIELD)].map(([, name = "", value = ""]) => [name, value]));
  const of = (name: string): string => fields.get(name) ?? "";
  const channel = [...sandbox.channels.values()].find(
    ({ style, merchantId }) => style === "wechat" && merchantId === of("mchid"),
  );
  if (channel === undefined) return { ok: false, channel: null, because: "Nobody is known by this mchid." };
  const no = (because: string): SignerReading => ({ ok: false, channel, because });
  if (scheme !== WECHAT_AUTH_SCHEME) return no(`The scheme has to be ${WECHAT_AUTH_SCHEME}.`);
  if (of("serial_no") !== channel.keys.deskSerial) return no("This is not the serial number of the merchant's key.");
  const skewMs = Math.abs(sandbox.clock().getTime() - Number(of("timestamp")) * 1_000);
  if (sandbox.maxSkewMs !== null && !(skewMs <= sandbox.maxSkewMs)) return no("The timestamp is too far from ours.");
  const signed = `${method}\n${target}\n${of("timestamp")}\n${of("nonce_str")}\n${body}\n`;
  if (!isSigned(signed, of("signature"), channel.keys.deskPublicKey)) return no("The signature is wrong.");
  return { ok: true, channel };
}

function split(text: string): [string, string] {
  const at = text.indexOf(" ");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
