import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AttachmentStore, hashOf, openAttachmentStore } from "@/server/attachments/attachment-store";
import { reader } from "@/server/transact";
import { NOON } from "@/tests/command-context";
import { type Desk, openDesk } from "@/tests/desk-fixture";
import { openFakeBucket } from "@/tests/fake-bucket";
import { checkAttachments } from "./attachments-check";
import { keepProof } from "./keep-proof";
import { proveAndKeep } from "./verify-books";

let desk: Desk;
let folder: string;
let bucket: Awaited<ReturnType<typeof openFakeBucket>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-kept-"));
  bucket = await openFakeBucket();
  Object.assign(process.env, {
    DESK_ATTACHMENTS_DIR: folder,
    DESK_S3_ENDPOINT: bucket.address,
    DESK_S3_BUCKET: "evidence",
    DESK_S3_REGION: "cn-north-1",
    DESK_S3_ACCESS_KEY_ID: "AKID",
    DESK_S3_SECRET_ACCESS_KEY: "secret",
  });
  desk = await openDesk();
});
afterAll(async () => {
  bucket.server.close();
  await desk.db.drop();
  await rm(folder, { recursive: true });
});

/** Files beside a draft, as an upload keeps them. Answers where the bytes of each lie. */
async function attach(store: AttachmentStore["name"], ...names: string[]): Promise<string[]> {
  return Promise.all(
    names.map(async (name) => {
      const bytes = Buffer.from(`what ${name} says`);
      await openAttachmentStore(store).put(hashOf(bytes), bytes);
      await desk.db.ownerPool.query(
        `INSERT INTO attachments (attachment_no, object_type, object_no, file_name, media_type, size_bytes, sha256, store, uploaded_by,
           created_at, command_id)
         SELECT $1, 'draft', $2, $1 || '.txt', 'text/plain', $3, $4, $5, $6, now(), command_id FROM receipts LIMIT 1`,
        [name, randomUUID(), bytes.length, hashOf(bytes), store, desk.people.maker.userId],
      );
      return hashOf(bytes);
    }),
  );
}

async function tamper(sql: string): Promise<void> {
  await desk.db.ownerPool.query(
    `ALTER TABLE attachments DISABLE TRIGGER USER; ${sql}; ALTER TABLE attachments ENABLE TRIGGER USER`,
  );
}

describe("attached files are proved", () => {
  it("green while all are there; gone, altered and of another size are named, in the folder", async () => {
    const [gone = "", altered = ""] = await attach("FOLDER", "F1", "F2", "F3", "F4");
    expect(await checkAttachments(reader)).toMatchObject({
      ok: true,
      figure: expect.stringMatching(/^4 attached files/),
    });
    await rm(join(folder, gone));
    await writeFile(join(folder, altered), "something else");
    await tamper("UPDATE attachments SET size_bytes = 9 WHERE attachment_no = 'F3'");
    const { ok, figure } = await checkAttachments(reader);
    expect(ok).toBe(false);
    expect(figure).toMatch(
      /^3 of 4 .*: F1 \(F1\.txt\) is gone from the store FOLDER, F2 \(F2\.txt\) is not what was attached, F3 \(F3\.txt\) has 12 bytes, not 9$/,
    );
    // The proof of the books says so, which raises the alarm.
    const { ok: isProved, checks } = await proveAndKeep(NOON);
    expect(isProved).toBe(false);
    expect(checks.filter((check) => !check.ok).map(({ name }) => name)).toEqual(["attachments_kept"]);
    expect(await reader.query("SELECT 1 FROM proof_alarms WHERE cleared_at IS NULL")).toHaveLength(1);
    await tamper("DELETE FROM attachments");
    expect((await proveAndKeep(NOON)).ok).toBe(true);
  });

  it("and in a bucket", async () => {
    const [gone = "", altered = ""] = await attach("S3", "S1", "S2", "S3");
    expect(await checkAttachments(reader)).toMatchObject({ ok: true });
    bucket.objects.delete(`/evidence/attachments/${gone}`);
    bucket.objects.set(`/evidence/attachments/${altered}`, Buffer.from("something else"));
    expect(await checkAttachments(reader)).toMatchObject({
      ok: false,
      figure: expect.stringMatching(/^2 of 3 .*: S1 \(S1\.txt\) is gone from the store S3, S2 \(S2\.txt\) is not/),
    });
    await tamper("DELETE FROM attachments");
  });

  it("the newest each time, older ones in their turn, all where somebody asks", async () => {
    const hashes = await attach("FOLDER", ...Array.from({ length: 350 }, (_, nth) => `N${nth}`));
    const [oldest] = await reader.query<{ sha256: string; name: string }>(
      "SELECT sha256, attachment_no AS name FROM attachments ORDER BY id LIMIT 1",
    );
    expect(hashes).toContain(oldest?.sha256);
    await rm(join(folder, oldest?.sha256 ?? ""));
    expect(await checkAttachments(reader, { all: true })).toMatchObject({
      ok: false,
      figure: expect.stringMatching(new RegExp(`^1 of 350 attached files: ${oldest?.name} `)),
    });
    const found: boolean[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const { ok, figure } = await checkAttachments(reader);
      found.push(!ok);
      expect(Number(/(\d+) attached files/.exec(figure)?.[1])).toBeLessThanOrEqual(200);
      await keepProof(reader, { ok: true, checks: [], kind: "FULL", ranAt: NOON, beganAt: NOON, tookMs: 1 });
    }
    expect(found.filter(Boolean)).toHaveLength(1);
    await tamper("DELETE FROM attachments");
  });

  it("a store that does not answer proves nothing, and says so", async () => {
    await attach("S3", "Q1", "Q2");
    const [gone = ""] = await attach("FOLDER", "Q3");
    await rm(join(folder, gone));
    bucket.server.closeAllConnections();
    await new Promise((resolve) => bucket.server.close(resolve));
    const { ok, figure } = await checkAttachments(reader);
    expect(ok).toBe(false);
    expect(figure).toContain("Q3 (Q3.txt) is gone");
    expect(figure).toContain("the store S3 does not answer, so its files are not proved");
  });
});
