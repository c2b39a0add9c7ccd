import { createServer, type Server } from "node:http";
import { buffer } from "node:stream/consumers";

/** `to`: the processes that listen now, in turns; none is a site that is down. */
export type Relay = { readonly address: string; to: readonly string[]; readonly close: () => Promise<void> };

/** Passes callbacks on to whichever process listens now. */
export async function startRelay(): Promise<Relay> {
  const state: { to: readonly string[] } = { to: [] };
  let turn = 0;
  const server: Server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    turn += 1;
    const address = state.to[turn % Math.max(state.to.length, 1)];
    if (address === undefined) return outgoing.writeHead(503).end();
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const answer = await fetch(`${address}${incoming.url}`, { method: "POST", headers, body }).catch(() => null);
    outgoing.writeHead(answer?.status ?? 502).end(answer ? await answer.text() : "");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  return Object.assign(state, {
    address: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  });
}
