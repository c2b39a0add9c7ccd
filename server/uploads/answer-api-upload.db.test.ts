import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashApiKey, mintApiKey } from "@/server/auth/api-key";
import { addApiKey } from "@/server/commands/add-api-key";
import { revokeApiKey } from "@/server/commands/revoke-api-key";
import { runNextImport } from "@/server/statements/imports/run-import";
import { reader } from "@/server/transact";
import { asSystem } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { accepted, openDesk } from "@/tests/desk-fixture";
import { writeBill } from "@/tests/imports/import-desk";
import { answerApiImport, answerApiUpload } from "./answer-api-upload";

let db: TestDatabase;
let folder = "";
const key = mintApiKey();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-api-"));
  process.env.DESK_DATA_DIR = folder;
  process.env.DESK_KEPT_DIR = join(folder, "kept");
  db = (await openDesk()).db;
  accepted(
    await addApiKey(asSystem(), {
      name: "gateway",
      keyHash: hashApiKey(key),
      scopes: ["statement.import"],
      ownerLogin: null,
      days: 1_000,
    }),
  );
});
afterAll(async () => {
  await db.drop();
  await rm(folder, { recursive: true });
});

type Posted = { status: number; body: { importNo: string; href: string; code: string } };

async function post(body: string | null, headers: Record<string, string>, query = "?channel=wechat"): Promise<Posted> {
  const request = new Request(`http://desk/api/v1/statements${query}`, {
    method: "POST",
    body,
    headers: { authorization: `Bearer ${key}`, "idempotency-key": "day-1", ...headers },
  });
  const response = await answerApiUpload(request);
  return { status: response.status, body: await response.json() };
}

async function countImports(): Promise<number> {
  const [row] = await reader.query<{ count: number }>("SELECT count(*)::int AS count FROM imports");
  return row?.count ?? 0;
}

test("without a key that lives, nothing happens", async () => {
  for (const authorization of ["", "Bearer x", `Bearer ${mintApiKey()}`, `Basic ${key}`]) {
    expect(await post(writeBill("2026-05-01", 1), { authorization })).toMatchObject({ status: 401 });
  }
  expect(await countImports()).toBe(0);
});

test("a file is taken once under its key: the same request answers the same, another one is refused", async () => {
  const first = await post(writeBill("2026-05-01", 2), {});
  expect(first.status).toBe(202);
  expect(await post(writeBill("2026-05-01", 2), {})).toEqual(first);
  expect(await post(writeBill("2026-05-01", 3), {})).toMatchObject({
    status: 422,
    body: { code: "idempotency_key_reused" },
  });
  expect(await post(writeBill("2026-05-01", 2), {}, "?channel=wechat&date=2026-05-01")).toMatchObject({ status: 422 });
  expect(await countImports()).toBe(1);
  await runNextImport();
  const asked = new Request(`http://desk${first.body.href}`, { headers: { authorization: `Bearer ${key}` } });
  const answer = await answerApiImport(asked, { params: Promise.resolve({ no: first.body.importNo }) });
  expect(await answer.json()).toMatchObject({ status: "DONE", source: "API", sentAs: "api:gateway", lines: 2 });
});

test("a request without its key for the delivery, without a file, or for no channel is refused", async () => {
  expect(await post("x", { "idempotency-key": "" })).toMatchObject({ status: 400, body: { code: "input_invalid" } });
  expect(await post(null, { "idempotency-key": "k" })).toMatchObject({ status: 422, body: { code: "upload_empty" } });
  expect(await post("x", { "idempotency-key": "k" }, "?channel=nobody")).toMatchObject({
    status: 422,
    body: { code: "channel_unknown" },
  });
});

test("a key that was taken away or has expired opens nothing", async () => {
  await db.ownerPool.query("UPDATE api_keys SET expires_at = created_at + interval '1 second'");
  expect(await post("x", {})).toMatchObject({ status: 401 });
  await db.ownerPool.query("UPDATE api_keys SET expires_at = now() + interval '1 day'");
  expect(await post("x", { "idempotency-key": "again" })).toMatchObject({ status: 202 });
  accepted(await revokeApiKey(asSystem(), { name: "gateway" }));
  expect(await post("x", {})).toMatchObject({ status: 401 });
});
