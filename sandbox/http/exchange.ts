import type { IncomingHttpHeaders } from "node:http";

/** A request, read to its end. `target` is the path with its query, as it was signed. */
export type HttpRequest = {
  readonly method: string;
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
};

/** What becomes of a request: an answer, a line that is cut, or a line that stays silent until the caller gives up. */
export type Delivery = { readonly kind: "ANSWER"; readonly answer: HttpAnswer } | { readonly kind: "CUT" | "SILENT" };

export function answer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { status, headers: { "content-type": "application/json; charset=utf-8", ...headers }, body: text };
}

export function deliver(given: HttpAnswer): Delivery {
  return { kind: "ANSWER", answer: given };
}
