import { createServer, type Server } from "node:http";
import { buffer } from "node:stream/consumers";
import { answerCallback } from "@/server/money-out/answer-callback";

export type CallbackServer = { readonly address: string; readonly close: () => Promise<void> };

/** The desk's door for callbacks alone, without the rest of the site: `POST /{channel}`. */
export async function startCallbackServer(): Promise<CallbackServer> {
  const server: Server = createServer(async (incoming, outgoing) => {
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
    const body = new Uint8Array(await buffer(incoming));
    const request = new Request(`http://desk${incoming.url}`, { method: "POST", headers, body });
    const answer = await answerCallback(request, {
      params: Promise.resolve({ channel: incoming.url?.slice(1) ?? "" }),
    });
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    address: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
