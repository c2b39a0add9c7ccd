import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { AttachableReference } from "@/contracts/attachments";
import type { Actor } from "@/core/permissions/actor";
import { attachFile } from "@/server/commands/attach-file";
import { reader, transact } from "@/server/transact";
import { accepted, by, type Desk, openDesk, openItemOf, reconcileDay } from "@/tests/desk-fixture";
import { openFakeBucket } from "@/tests/fake-bucket";
import { answerAttachmentDownload } from "./answer-attachment-download";
import { answerAttachmentUpload } from "./answer-attachment-upload";
import { hashOf, readAttachment } from "./attachment-store";
import { openFolderStore, sweepAttachments } from "./folder-store";
import { handOnDraft } from "./hand-on-draft";
import { countAttachments, listAttachments } from "./list-attachments";
import { openS3Store } from "./s3-store";

const signedIn = vi.hoisted(() => ({ actor: null as Actor | null }));
vi.mock("@/server/auth/actor", () => ({ getActor: async () => signedIn.actor }));
vi.mock("@/server/own-origin", () => ({ isOwnOrigin: (origin: string | null) => origin === "http://desk" }));

let desk: Desk;
let folder: string;
let item: AttachableReference;
const PDF = Buffer.from("%PDF-1.7\nwhat the channel wrote");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-attachments-"));
  process.env.DESK_ATTACHMENTS_DIR = folder;
  desk = await openDesk();
  await reconcileDay({ lines: [{ orderNo: "X-A1", amountMinor: 400n }] });
  item = { type: "suspense", no: (await openItemOf("X-A1")).itemNo };
});
afterAll(async () => {
  await desk.db.drop();
  await rm(folder, { recursive: true });
});

type Upload = { object?: AttachableReference; name?: string; origin?: string; commandId?: string };

async function upload(actor: Actor | null, bytes: Buffer, { object = item, ...more }: Upload = {}) {
  signedIn.actor = actor;
  const { name = "letter.pdf", origin = "http://desk", commandId = randomUUID() } = more;
  const answer = await answerAttachmentUpload(
    new Request(`http://desk/api/attachments?${new URLSearchParams({ type: object.type, no: object.no })}`, {
      method: "POST",
      headers: { origin, "x-file-name": encodeURIComponent(name), "x-command-id": commandId },
      body: Uint8Array.from(bytes),
    }),
  );
  return { status: answer.status, body: (await answer.json()) as { code?: string; attachmentNo: string } };
}

async function download(actor: Actor | null, no: string): Promise<Response> {
  signedIn.actor = actor;
  return answerAttachmentDownload(new Request("http://desk"), { params: Promise.resolve({ no }) });
}

describe("attaching a file", () => {
  it("keeps it under its hash, says what it is by its content, and tells the trail", async () => {
    const { status, body } = await upload(desk.people.maker, PDF, { name: "../../退款 \u202Efdp.exe" });
    expect(status).toBe(201);
    const [listed] = (await listAttachments(desk.people.auditor, item)) ?? [];
    expect(listed).toMatchObject({
      attachmentNo: body.attachmentNo,
      fileName: "退款 fdp.exe.pdf",
      mediaType: "application/pdf",
      sizeBytes: PDF.length,
      sha256: hashOf(PDF),
      by: "maker",
    });
    expect(await readdir(folder)).toEqual([hashOf(PDF)]);
    const trail = await reader.query(
      "SELECT actor_login, detail ->> 'sha256' AS sha256 FROM audit_events WHERE action = 'attachment.added' AND object_no = $1",
      [item.no],
    );
    expect(trail).toEqual([{ actor_login: "maker", sha256: hashOf(PDF) }]);
  });

  it("is one attachment for the same content, repeated or at once, and two beside two things", async () => {
    const text = Buffer.from("2026-11-20,4.00\n");
    const answers = await Promise.all([1, 2, 3].map(() => upload(desk.people.maker, text, { name: "a.csv" })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.attachmentNo)).size).toBe(1);
    await upload(desk.people.maker, text, { name: "a.csv", object: { type: "draft", no: randomUUID() } });
    expect(await countAttachments(reader, item)).toBe(2);
  });

  it("is refused by content, size, sender, permission and scope, and then leaves no row", async () => {
    const { maker, auditor, scoped } = desk.people;
    const before = await countAttachments(reader, item);
    const codeOf = async (...given: Parameters<typeof upload>) => (await upload(...given)).body.code;
    expect(await codeOf(maker, Buffer.from("<!doctype html><script>1</script>"), { name: "a.pdf" })).toBe(
      "attachment_active",
    );
    expect(await codeOf(maker, Buffer.from([0x4d, 0x5a, 0, 1]), { name: "a.pdf" })).toBe("attachment_unknown");
    expect(await codeOf(maker, Buffer.from([0x50, 0x4b, 3, 4, 0]), { name: "a.pdf" })).toBe("attachment_archive");
    expect(await codeOf(maker, Buffer.alloc(20 * 1024 * 1024 + 1, 0x61))).toBe("attachment_too_large");
    expect(await codeOf(maker, Buffer.alloc(0))).toMatch(/upload_empty|input_invalid/);
    expect(await codeOf(maker, PDF, { origin: "http://evil" })).toBe("origin_foreign");
    expect(await codeOf(null, PDF)).toBe("signed_out");
    expect(await codeOf(auditor, PDF)).toBe("not_permitted");
    expect(await codeOf(scoped, PDF)).toBe("attachable_unknown");
    expect(await codeOf(maker, PDF, { object: { type: "suspense", no: "SU0" } })).toBe("attachable_unknown");
    expect(await countAttachments(reader, item)).toBe(before);
  });

  it("ends at twenty", async () => {
    const object: AttachableReference = { type: "draft", no: randomUUID() };
    const file = { object, fileName: "a.txt", mediaType: "text/plain", sizeBytes: 1, store: "FOLDER" as const };
    const attach = (text: string) =>
      attachFile(by(desk.people.maker), { ...file, sha256: createHash("sha256").update(text).digest("hex") });
    for (let count = 0; count < 20; count += 1) accepted(await attach(`${count}`));
    expect(await attach("one more")).toMatchObject({ refusal: { code: "attachments_too_many" } });
  });

  it("of another intent under a used command id is refused", async () => {
    const commandId = randomUUID();
    await upload(desk.people.maker, Buffer.from("one"), { commandId, name: "a.txt" });
    const again = await upload(desk.people.maker, Buffer.from("two"), { commandId, name: "a.txt" });
    expect(again.body.code).toBe("command_id_reused");
  });
});

describe("giving a file out", () => {
  it("is always a download that no browser runs, and only for who may see what it stands beside", async () => {
    const { body } = await upload(desk.people.maker, PDF);
    const answer = await download(desk.people.auditor, body.attachmentNo);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(PDF);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition":
        "attachment; filename=\"__ fdp.exe.pdf\"; filename*=UTF-8''%E9%80%80%E6%AC%BE%20fdp.exe.pdf",
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    });
    expect((await download(desk.people.scoped, body.attachmentNo)).status).toBe(404);
    expect((await download(null, body.attachmentNo)).status).toBe(401);
    expect((await download(desk.people.maker, "AT0")).status).toBe(404);
  });

  it("stops when the bytes are not those that were attached", async () => {
    const { body } = await upload(desk.people.maker, Buffer.from("as it was"), { name: "b.txt" });
    await writeFile(join(folder, hashOf(Buffer.from("as it was"))), "as it is now");
    expect((await download(desk.people.maker, body.attachmentNo)).status).toBe(500);
  });
});

describe("a draft's files", () => {
  it("are its writer's alone, go over to what it becomes once, and then stay", async () => {
    const { maker, colleague } = desk.people;
    const draft: AttachableReference = { type: "draft", no: randomUUID() };
    const { body } = await upload(maker, PDF, { object: draft });
    expect(await listAttachments(colleague, draft)).toBeNull();
    expect((await download(colleague, body.attachmentNo)).status).toBe(404);
    const object: AttachableReference = { type: "suspense", no: (await anotherItem()).itemNo };
    const handOn = (actor: Actor) =>
      transact("test.hand_on", by(actor), draft.no, async (tx) => ({
        ok: true,
        value: await handOnDraft(tx, draft.no, object),
      }));
    expect(accepted(await handOn(colleague))).toEqual({ count: 0 });
    expect(accepted(await handOn(maker))).toEqual({ count: 1 });
    expect(await countAttachments(reader, object)).toBe(1);
    const change = (set: string) =>
      desk.db.pool.query(`UPDATE attachments SET ${set} WHERE attachment_no = $1`, [body.attachmentNo]);
    await expect(change("object_no = 'SU1'")).rejects.toMatchObject({ code: "CD002" });
    await expect(change("file_name = 'x.pdf'")).rejects.toMatchObject({ code: "42501" });
    await expect(desk.db.ownerPool.query("DELETE FROM attachments")).rejects.toMatchObject({ code: "CD002" });
  });
});

async function anotherItem() {
  await reconcileDay({ lines: [{ orderNo: "X-A2", amountMinor: 700n }] });
  return openItemOf("X-A2");
}

describe("the folder", () => {
  it("loses what belongs to no attachment after a day, and nothing else", async () => {
    const store = openFolderStore();
    const orphan = Buffer.from("orphan");
    await store.put(hashOf(orphan), orphan);
    const inTwoDays = Date.now() + 2 * 24 * 60 * 60 * 1000;
    expect(await sweepAttachments(Date.now())).toBe(0);
    await utimes(join(folder, hashOf(PDF)), 0, 0);
    expect(await sweepAttachments(inTwoDays)).toBeGreaterThan(0);
    expect(await store.get(hashOf(orphan))).toBeNull();
    expect(await readAttachment("FOLDER", hashOf(PDF))).not.toBeNull();
  });
});

describe("an S3-compatible store", () => {
  it("takes and gives files by signed requests, and says what it was answered", async () => {
    const bucket = await openFakeBucket();
    try {
      const store = openS3Store({
        DESK_S3_ENDPOINT: bucket.address,
        DESK_S3_BUCKET: "evidence",
        DESK_S3_REGION: "cn-north-1",
        DESK_S3_ACCESS_KEY_ID: "AKID",
        DESK_S3_SECRET_ACCESS_KEY: "secret",
      });
      expect(await store.get(hashOf(PDF))).toBeNull();
      await store.put(hashOf(PDF), PDF);
      expect(Buffer.from((await store.get(hashOf(PDF))) ?? [])).toEqual(PDF);
      expect(bucket.paths).toEqual(Array(3).fill(`/evidence/attachments/${hashOf(PDF)}`));
      const forged = openS3Store({
        DESK_S3_ENDPOINT: bucket.address,
        DESK_S3_BUCKET: "evidence",
        DESK_S3_REGION: "cn-north-1",
        DESK_S3_ACCESS_KEY_ID: "AKID",
        DESK_S3_SECRET_ACCESS_KEY: "another secret",
      });
      await expect(forged.get(hashOf(PDF))).rejects.toThrow("403");
      await expect(store.put(hashOf(PDF), Buffer.from("other bytes"))).rejects.toThrow("400");
    } finally {
      bucket.server.close();
    }
  });
});
