import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StatementUploadInput, UploadOutcome } from "@/contracts/statement-upload";
import { type Actor, SYSTEM_ACTOR } from "@/core/permissions/actor";
import { type WechatFixtureLine, writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import { reader } from "@/server/transact";
import { openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { openSmallCompany } from "@/tests/small-company";
import { runUpload, takeUploadedFile } from "./take-statement-upload";
import { findUpload, receiveUpload, sweepUploads } from "./upload-folder";

const OPERATOR: Actor = { ...SYSTEM_ACTOR, roles: ["OPERATOR"] };
const DAY_MS = 24 * 60 * 60 * 1000;

let db: TestDatabase;
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-uploads-"));
  process.env.DESK_DATA_DIR = folder;
  db = await openDeskDatabase();
  await openSmallCompany();
});
afterAll(async () => {
  await db.drop();
  await rm(folder, { recursive: true });
});

function bill(day: string, ...orderNos: string[]): string {
  const lines = orderNos.map((orderNo): WechatFixtureLine => {
    return {
      status: "SUCCESS",
      at: `${day} 12:00:00`,
      orderNo,
      tradeNo: `T-${orderNo}`,
      amountMinor: 1_000n,
      feeE5: 6_000n,
    };
  });
  return writeWechatBill("ALL", lines);
}

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  const whole = Buffer.from(text);
  // In pieces, as a network delivers them.
  for (let at = 0; at < whole.length; at += 100) yield whole.subarray(at, at + 100);
}

function toImport(change: Partial<StatementUploadInput & { mode: "import" }> = {}): StatementUploadInput {
  return {
    mode: "import",
    fileName: "bill.csv",
    settlesOn: "2026-11-21",
    channel: "wechat",
    commandId: randomUUID(),
    checkedSha256: null,
    ...change,
  };
}

async function upload(text: string | null, input: StatementUploadInput, actor = OPERATOR): Promise<UploadOutcome> {
  const file = await takeUploadedFile(input, text === null ? null : bytes(text));
  if (!file.ok) return { state: "refused", refusal: file.refusal, lines: [] };
  return runUpload(actor, input, file.value, () => undefined);
}

async function countStatements(): Promise<bigint> {
  const [row] = await reader.query<{ count: bigint }>("SELECT count(*) AS count FROM statements");
  return row?.count ?? 0n;
}

describe("a check", () => {
  const check: StatementUploadInput = { mode: "check", fileName: "bill.csv", settlesOn: null };

  it("says what the file holds and where it may belong, and stores nothing", async () => {
    const before = await countStatements();
    expect(await upload(bill("2026-11-21", "N1", "N2"), check)).toMatchObject({
      state: "checked",
      contents: {
        format: "wechat-trade",
        lines: 2,
        payments: { count: 2, amountMinor: "2000" },
        settlesOn: null,
        suggestedOn: "2026-11-21",
      },
      channels: [{ code: "wechat", known: null }],
    });
    expect(await countStatements()).toBe(before);
  });

  it("tells what the channel has for that day already", async () => {
    const outcome = await upload(bill("2026-11-19", "N1"), check);
    expect(outcome).toMatchObject({ channels: [{ known: { version: 1, isSame: false } }] });
  });

  it("refuses a broken file with every line that is to blame", async () => {
    const broken = bill("2026-11-21", "N1", "N2").replaceAll("10.00", "1.0E+1");
    const outcome = await upload(broken, check);
    expect(outcome).toMatchObject({ state: "refused", refusal: { code: "statement_exponent_number" } });
    expect(outcome.state === "refused" ? outcome.lines.map((line) => line.lineNo) : []).toEqual([2, 3]);
  });
});

describe("an import", () => {
  it("stores the file's lines; the same request again answers the same and stores nothing more", async () => {
    const input = toImport();
    const first = await upload(bill("2026-11-21", "N1"), input);
    expect(first).toMatchObject({ state: "imported", version: 1, settlesOn: "2026-11-21" });
    const before = await countStatements();
    expect(await upload(bill("2026-11-21", "N1"), input)).toEqual(first);
    expect(await countStatements()).toBe(before);
  });

  it("takes a checked file by its hash, without its bytes", async () => {
    const text = bill("2026-11-22", "N2");
    const checked = await upload(text, { mode: "check", fileName: "bill.csv", settlesOn: null });
    const sha256 = checked.state === "checked" ? checked.contents.sha256 : "";
    const input = toImport({ settlesOn: "2026-11-22", checkedSha256: sha256 });
    expect(await upload(null, input)).toMatchObject({ state: "imported" });
  });

  it("says when a checked file is not kept any more, and when nothing came at all", async () => {
    const gone = await upload(null, toImport({ checkedSha256: "0".repeat(64) }));
    expect(gone).toMatchObject({ state: "refused", refusal: { code: "upload_gone" } });
    expect(await upload(null, toImport())).toMatchObject({ state: "refused", refusal: { code: "upload_empty" } });
  });

  it("refuses a command id that was used for another file", async () => {
    const input = toImport({ settlesOn: "2026-11-23" });
    await upload(bill("2026-11-23", "N3"), input);
    const outcome = await upload(bill("2026-11-23", "N4"), input);
    expect(outcome).toMatchObject({ state: "refused", refusal: { code: "command_id_reused" } });
  });

  it("makes one statement of a file that comes twice at once", async () => {
    const text = bill("2026-11-24", "N5");
    const states = await Promise.all(
      [1, 2].map(async () => (await upload(text, toImport({ settlesOn: "2026-11-24" }))).state),
    );
    expect(states.sort()).toEqual(["duplicate", "imported"]);
  });

  it("asks the command for the permission, whatever the route let through", async () => {
    const auditor: Actor = { ...OPERATOR, roles: ["AUDITOR"] };
    const outcome = await upload(bill("2026-11-25", "N6"), toImport({ settlesOn: "2026-11-25" }), auditor);
    expect(outcome).toMatchObject({ state: "refused", refusal: { code: "not_permitted" } });
  });
});

describe("the folder of uploads", () => {
  it("takes no more than its limit, and keeps nothing of what was larger", async () => {
    const before = await readdir(join(folder, "uploads"));
    const received = await receiveUpload(bytes("x".repeat(1_001)), 1_000);
    expect(received).toMatchObject({ ok: false, refusal: { code: "upload_too_large" } });
    expect(await readdir(join(folder, "uploads"))).toEqual(before);
  });

  it("keeps a file once, under the hash of its bytes", async () => {
    const [first, second] = [await receiveUpload(bytes("same"), 10), await receiveUpload(bytes("same"), 10)];
    expect(first).toEqual(second);
  });

  it("loses after a day what no statement was made of, and nothing else", async () => {
    const text = bill("2026-11-26", "N7");
    await upload(text, toImport({ settlesOn: "2026-11-26" }));
    const [evidence] = await reader.query<{ sha: string }>(
      "SELECT file_sha256 AS sha FROM statements WHERE settles_on = '2026-11-26'",
    );
    const stale = join(folder, "uploads", "left-behind.part");
    await writeFile(stale, "half a file");
    await utimes(stale, new Date(Date.now() - 2 * DAY_MS), new Date(Date.now() - 2 * DAY_MS));
    await sweepUploads(Date.now());
    expect(await readdir(join(folder, "uploads"))).not.toContain("left-behind.part");
    await sweepUploads(Date.now() + 2 * DAY_MS);
    expect(await findUpload(evidence?.sha ?? "")).toMatchObject({ sha256: evidence?.sha });
  });
});
