import { createServer, get, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { afterFirstBytes, REQUEST_HEADER, watchFirstBytes } from "./first-bytes";

const asked = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock("next/headers", () => ({ headers: async () => asked.headers }));

let server: Server | undefined;
afterEach(() => server?.close());

/** A server that watches its one response, says what came when, and answers with `answer`. */
async function serve(answer: (response: import("node:http").ServerResponse) => void): Promise<string> {
  server = createServer((_request, response) => {
    watchFirstBytes("7", response);
    answer(response);
  }).listen(0);
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    get({ port }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve(text));
    }).on("error", reject);
  });
}

test("comes true with the first bytes and not before, and leaves what others wrapped around the answer alone", async () => {
  asked.headers = new Headers({ [REQUEST_HEADER]: "7" });
  const order: string[] = [];
  const text = await serve(async (response) => {
    const inner = response.write.bind(response);
    response.write = ((chunk: string) => inner(chunk.toUpperCase())) as typeof response.write;
    const sent = afterFirstBytes().then(() => order.push("sent"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    order.push("written");
    response.write("frame ");
    await sent;
    response.write("rest");
    response.end();
  });
  expect(order).toEqual(["written", "sent"]);
  expect(text).toBe("FRAME REST");
});

test("does not hold up a response that is sent as a whole, or one that nobody watches", async () => {
  asked.headers = new Headers({ [REQUEST_HEADER]: "7" });
  const text = await serve(async (response) => {
    await afterFirstBytes();
    response.end("whole");
  });
  expect(text).toBe("whole");
  asked.headers = new Headers();
  await afterFirstBytes();
});
