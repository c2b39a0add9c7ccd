import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answer, type Delivery, deliver, type HttpRequest } from "./exchange";

const BODY_MAX_BYTES = 1_000_000;
/** Only this machine may come: whoever can call the sandbox can make it say anything. */
const HOST = "127.0.0.1";

export type Listening = { readonly port: number; readonly close: () => Promise<void> };

/** Answers HTTP on this machine alone; port 0 takes a free one. */
export async function listen(
  port: number,
  handle: (request: HttpRequest) => Promise<Delivery>,
  onFault: (error: unknown) => void,
): Promise<Listening> {
  const server = createServer((incoming, response) => {
    void exchange(incoming, response, handle, onFault);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, () => resolve());
  });
  const { port: taken } = server.address() as AddressInfo;
  return { port: taken, close: () => close(server) };
}

async function exchange(
  incoming: IncomingMessage,
  response: ServerResponse,
  handle: (request: HttpRequest) => Promise<Delivery>,
  onFault: (error: unknown) => void,
): Promise<void> {
  try {
    const request = await read(incoming);
    // A page of somebody else's that has its name point here would come with its own host.
    const delivery = isLocal(incoming) ? await handle(request) : deliver(answer(403, { message: "127.0.0.1 only" }));
    if (delivery.kind === "ANSWER")
      write(response, delivery.answer.status, delivery.answer.headers, delivery.answer.body);
    else if (delivery.kind === "CUT") incoming.socket.destroy();
  } catch (error) {
    if (incoming.destroyed && response.destroyed) return;
    onFault(error);
    write(response, 500, {}, "");
  }
}

function isLocal(incoming: IncomingMessage): boolean {
  // Nor may a page of somebody else's change a mood.
  if (incoming.method !== "GET" && incoming.headers["sec-fetch-site"] === "cross-site") return false;
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(incoming.headers.host ?? "");
}

async function read(incoming: IncomingMessage): Promise<HttpRequest> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > BODY_MAX_BYTES) throw new Error("A request of more than 1 MB.");
    parts.push(part);
  }
  const target = incoming.url ?? "/";
  const { pathname: path, searchParams: query } = new URL(target, `http://${HOST}`);
  const { method = "GET", headers } = incoming;
  return { method, target, path, query, headers, body: Buffer.concat(parts).toString("utf8") };
}

function write(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array,
): void {
  const bytes = typeof body === "string" ? Buffer.from(body, "utf8") : body;
  response.writeHead(status, { ...headers, "content-length": bytes.length });
  response.end(bytes);
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
