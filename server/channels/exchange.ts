import "server-only";
import http from "node:http";
import https from "node:https";

export type ChannelRequest = {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** From the first byte out to the last byte in. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
};
/** Nothing was heard. Only of `NOT_CONNECTED` it is known that the channel has not got the request either. */
export type Silence = {
  readonly kind: "NO_ANSWER";
  readonly code: "TIMED_OUT" | "CONNECTION_LOST" | "NOT_CONNECTED" | "ANSWER_TOO_LARGE" | "REDIRECTED";
  readonly message: string;
};
export type Heard = {
  readonly kind: "HEARD";
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
};

// Connections are kept between requests: a handshake costs more than most answers.
const AGENT_OPTIONS = { keepAlive: true, maxSockets: 64, scheduling: "lifo" } as const;
const PLAIN = new http.Agent(AGENT_OPTIONS);
const SECURE = new https.Agent({ ...AGENT_OPTIONS, minVersion: "TLSv1.2" });
/** These can only come up before a connection stands. */
const BEFORE_CONNECTING = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"]);

/**
 * One request to a channel and its whole answer. It never throws for what the other side does: too slow, too large, cut off
 * or led elsewhere are values. Redirects are not followed, since a signed request is meant for one address alone. Not
 * `fetch`: the framework puts a cache in front of that one.
 */
export async function exchange(request: ChannelRequest): Promise<Heard | Silence> {
  const signal = AbortSignal.timeout(request.timeoutMs);
  try {
    const response = await open(request, signal);
    const status = response.statusCode ?? 0;
    if (status >= 300 && status < 400) {
      response.destroy();
      return silence("REDIRECTED", `The channel answered with status ${status}, which leads elsewhere.`);
    }
    const body = await readWithin(response, request.maxBytes);
    if (body) return { kind: "HEARD", status, headers: toHeaders(response.headers), body };
    return silence("ANSWER_TOO_LARGE", `The answer is longer than ${request.maxBytes} bytes.`);
  } catch (error) {
    if (signal.aborted) return silence("TIMED_OUT", `No complete answer came within ${request.timeoutMs} ms.`);
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (BEFORE_CONNECTING.has(code)) return silence("NOT_CONNECTED", `The channel cannot be reached (${code}).`);
    return silence("CONNECTION_LOST", `The connection ended before the answer did (${code || "no reason given"}).`);
  }
}

function open(request: ChannelRequest, signal: AbortSignal): Promise<http.IncomingMessage> {
  const { method, url, headers, body } = request;
  const isSecure = url.protocol === "https:";
  const options = { method, signal, agent: isSecure ? SECURE : PLAIN, headers: { ...headers, ...lengthOf(request) } };
  return new Promise((resolve, reject) => {
    const sending = (isSecure ? https : http).request(url, options, resolve);
    sending.on("error", reject);
    sending.end(body);
  });
}

function lengthOf({ method, body }: ChannelRequest): Record<string, string> {
  return method === "GET" ? {} : { "Content-Length": `${Buffer.byteLength(body)}` };
}

/** Null, and the connection ended, as soon as there are more bytes than allowed. */
async function readWithin(response: http.IncomingMessage, maxBytes: number): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Uint8Array>) {
    bytes += part.byteLength;
    // Leaving the loop destroys the stream.
    if (bytes > maxBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function toHeaders(given: http.IncomingHttpHeaders): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) if (typeof value === "string") headers.set(name, value);
  return headers;
}

function silence(code: Silence["code"], message: string): Silence {
  return { kind: "NO_ANSWER", code, message };
}
