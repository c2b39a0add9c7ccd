import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { reader } from "@/server/transact";
import { openTrail, type TrailDesk } from "@/tests/trail-fixture";
import { appendAnchors } from "./append-anchors";
import { sendAnchors } from "./send-anchors";

type Outside = {
  readonly url: string;
  readonly taken: { body: string; token: string | undefined }[];
  /** Answers of the next requests; 204 when there are none left. */
  readonly answers: number[];
  readonly close: () => Promise<void>;
};

let desk: TrailDesk;
let outside: Outside;
beforeEach(async () => {
  desk = await openTrail();
  outside = await openOutside();
  await desk.write("order", 3);
  await appendAnchors();
  await desk.write("order", 2);
  await appendAnchors();
});
afterEach(async () => {
  await outside.close();
  await desk.drop();
});

async function openOutside(): Promise<Outside> {
  const taken: Outside["taken"] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const status = answers.shift() ?? 204;
      // Whoever followed a redirect would be thanked, and the anchor be lost.
      if (request.url === "/elsewhere") return response.writeHead(204).end();
      if (status < 300) taken.push({ body: `${Buffer.concat(chunks)}`, token: request.headers.authorization });
      return response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {}).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/anchors?key=secret`,
    taken,
    answers,
    close: () => new Promise((done) => server.close(() => done())),
  };
}

const send = () => sendAnchors({ url: outside.url, token: "a token of ours", pausesMs: [1, 1] });
const lines = async () => (await readFile(desk.path, "utf8")).split(/(?<=\n)/);

test("every line is sent once, as it stands in the file, with the token", async () => {
  expect(await send()).toEqual({ sent: 2 });
  expect(outside.taken).toEqual((await lines()).map((body) => ({ body, token: "Bearer a token of ours" })));
  expect(await send()).toEqual({ sent: 0 });
  await appendAnchors();
  expect(await send()).toEqual({ sent: 1 });
  expect(outside.taken.map(({ body }) => JSON.parse(body).no)).toEqual([1, 2, 3]);
});

test("an outside that fails for a moment is asked again", async () => {
  outside.answers.push(503, 500);
  expect(await send()).toEqual({ sent: 2 });
  expect(outside.taken.map(({ body }) => JSON.parse(body).no)).toEqual([1, 2]);
});

test("an outside that is down keeps nobody from anchoring; what it missed is sent later, in order", async () => {
  await outside.close();
  await expect(send()).rejects.toThrow(/^Anchor 1 could not be sent to 127\.0\.0\.1:\d+: .*It stands in its file/);
  await desk.write("order", 1);
  expect(await appendAnchors()).toEqual({ anchors: 1, rows: 1 });
  expect(await reader.query("SELECT FROM audit_anchor_deliveries")).toEqual([]);
  outside = await openOutside();
  expect(await send()).toEqual({ sent: 3 });
  expect(outside.taken.map(({ body }) => JSON.parse(body).no)).toEqual([1, 2, 3]);
});

test("what was taken before a failure is not sent again, and no redirect is followed", async () => {
  outside.answers.push(204, 302, 302, 302);
  await expect(send()).rejects.toThrow(/^Anchor 2 could not be sent/);
  expect(await send()).toEqual({ sent: 1 });
  expect(outside.taken.map(({ body }) => JSON.parse(body).no)).toEqual([1, 2]);
});

test("an address that holds a secret is not told in the fault", async () => {
  outside.answers.push(500, 500, 500);
  await expect(send()).rejects.not.toThrow(/secret/);
});
