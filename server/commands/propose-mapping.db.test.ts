import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { channelInput } from "@/contracts/channels";
import { mappingWire } from "@/contracts/statement-mapping";
import type { Actor } from "@/core/permissions/actor";
import { PLAIN_HEADER, PLAIN_MAPPING, plainRow } from "@/core/statements/fixtures/parse-mapped";
import type { StatementMapping } from "@/core/statements/mapping/mapping";
import { inspectStatement } from "@/server/statements/inspect-statement";
import { reader } from "@/server/transact";
import { detectUpload } from "@/server/uploads/detect-upload";
import { verifyBooks } from "@/server/verify/verify-books";
import { addUser, as, asSystem, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { decideApproval } from "./decide-approval";
import { expireApprovals } from "./expire-approvals";
import { importStatement } from "./import-statement";
import { proposeMapping } from "./propose-mapping";
import { setChannels } from "./set-channels";
import { withdrawApproval } from "./withdraw-approval";

let db: TestDatabase;
let folder: string;
let maker: Actor;
let finance: Actor;
let auditor: Actor;

/** With quarters of a cent as fees of another sign: what version 2 reads differently. */
const TURNED: StatementMapping = { ...PLAIN_MAPPING, fee: { column: "手续费", charged: "NEGATIVE" } };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-mapping-"));
  process.env.DESK_DATA_DIR = folder;
  db = await openDeskDatabase();
  maker = await addUser(db.ownerPool, "maker", "OPERATOR");
  finance = await addUser(db.ownerPool, "finance", "FINANCE");
  auditor = await addUser(db.ownerPool, "auditor", "AUDITOR");
  await setChannel("wechat", "wechat-trade");
});
afterAll(async () => {
  await db.drop();
  await rm(folder, { recursive: true });
});

async function setChannel(code: string, format: string): Promise<void> {
  const channel = channelInput.parse({ code, name: code, format });
  const set = await setChannels(asSystem(), { channels: [channel] });
  expect(set.ok).toBe(true);
}

function propose(channel: string, mapping: StatementMapping, baseVersion = 0, actor = maker) {
  return proposeMapping(as(actor), {
    commandId: randomUUID(),
    channel,
    baseVersion,
    mapping,
    reason: "as the bank sends it",
  });
}

async function decide(approvalNo: string, verdict: "APPROVE" | "REJECT" = "APPROVE", actor = finance) {
  const [row] = await reader.query<{ version: number }>("SELECT version FROM approvals WHERE approval_no = $1", [
    approvalNo,
  ]);
  const expectedVersion = row?.version ?? 0;
  return decideApproval(as(actor), { commandId: randomUUID(), approvalNo, expectedVersion, verdict, note: "seen" });
}

async function approved(channel: string, mapping: StatementMapping, baseVersion = 0): Promise<string> {
  const proposed = await propose(channel, mapping, baseVersion);
  if (!proposed.ok) throw new Error(proposed.refusal.message);
  const decided = await decide(proposed.value.approvalNo);
  expect(decided).toMatchObject({ ok: true, value: { outcome: "EXECUTED", voucherNo: null } });
  return proposed.value.approvalNo;
}

async function importFile(channel: string, settlesOn: string, ...rows: string[]) {
  const path = join(folder, "bill.csv");
  await writeFile(path, [PLAIN_HEADER, ...rows, ""].join("\n"));
  return importStatement(asSystem(), { path, fileName: "bill.csv", channel, settlesOn });
}

const versionsOf = (channel: string) =>
  reader.query<{ version: number }>(
    "SELECT m.version FROM statement_mappings m JOIN channels c ON c.id = m.channel_id WHERE c.code = $1 ORDER BY 1",
    [channel],
  );

describe("a proposal", () => {
  it("takes effect only when a second person approves it", async () => {
    await setChannel("m1", "csv-mapped");
    const proposed = await propose("m1", PLAIN_MAPPING);
    const approvalNo = proposed.ok ? proposed.value.approvalNo : "";
    expect(await versionsOf("m1")).toEqual([]);
    expect(await importFile("m1", "2026-11-19", plainRow())).toMatchObject({
      refusal: { code: "statement_mapping_missing" },
    });
    expect(await decide(approvalNo, "APPROVE", maker)).toMatchObject({ refusal: { code: "not_permitted" } });
    expect(await decide(approvalNo)).toMatchObject({ ok: true, value: { outcome: "EXECUTED" } });
    expect(await versionsOf("m1")).toEqual([{ version: 1 }]);
  });

  it("is refused for other formats, without change, on an old version, and while another waits", async () => {
    expect(await propose("wechat", PLAIN_MAPPING)).toMatchObject({ refusal: { code: "channel_not_mapped" } });
    expect(await propose("nobody", PLAIN_MAPPING)).toMatchObject({ refusal: { code: "channel_unknown" } });
    await setChannel("m2", "csv-mapped");
    await approved("m2", PLAIN_MAPPING);
    expect(await propose("m2", PLAIN_MAPPING, 1)).toMatchObject({ refusal: { code: "mapping_unchanged" } });
    expect(await propose("m2", TURNED, 0)).toMatchObject({ refusal: { code: "mapping_changed" } });
    expect((await propose("m2", TURNED, 1)).ok).toBe(true);
    expect(await propose("m2", TURNED, 1)).toMatchObject({ refusal: { code: "approval_waits_already" } });
    expect(await propose("m2", TURNED, 1, auditor)).toMatchObject({ refusal: { code: "not_permitted" } });
  });

  it("is one of two that come at once", async () => {
    await setChannel("m3", "csv-mapped");
    const results = await Promise.all([propose("m3", PLAIN_MAPPING), propose("m3", TURNED, 0, finance)]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.find((result) => !result.ok)).toMatchObject({ refusal: { code: "approval_waits_already" } });
  });

  it("that finance made is checked by another of finance", async () => {
    await setChannel("m4", "csv-mapped");
    const own = await propose("m4", PLAIN_MAPPING, 0, finance);
    expect(await decide(own.ok ? own.value.approvalNo : "")).toMatchObject({ refusal: { code: "checker_is_maker" } });
  });

  it("may be rejected, withdrawn or left to expire, and leaves no version", async () => {
    await setChannel("m5", "csv-mapped");
    const number = async () => {
      const proposed = await propose("m5", PLAIN_MAPPING);
      return proposed.ok ? proposed.value.approvalNo : "";
    };
    expect(await decide(await number(), "REJECT")).toMatchObject({ value: { outcome: "REJECTED" } });
    const withdrawn = { commandId: randomUUID(), approvalNo: await number(), expectedVersion: 1 };
    expect((await withdrawApproval(as(maker), withdrawn)).ok).toBe(true);
    const expired = await number();
    await db.ownerPool.query("ALTER TABLE approvals DISABLE TRIGGER lawful");
    await db.ownerPool.query("UPDATE approvals SET expires_at = now() - interval '1 s' WHERE approval_no = $1", [
      expired,
    ]);
    await db.ownerPool.query("ALTER TABLE approvals ENABLE TRIGGER lawful");
    expect(await expireApprovals(asSystem(), {})).toMatchObject({ value: { expired: [expired] } });
    expect(await versionsOf("m5")).toEqual([]);
  });

  it("is void when its channel delivers something else by then", async () => {
    await setChannel("m6", "csv-mapped");
    const proposed = await propose("m6", PLAIN_MAPPING);
    await setChannel("m6", "alipay-trade");
    const decided = await decide(proposed.ok ? proposed.value.approvalNo : "");
    expect(decided).toMatchObject({ value: { outcome: "STALE" } });
    expect(await versionsOf("m6")).toEqual([]);
  });
});

describe("the contract", () => {
  it("refuses what cannot read a file, and what a column of JSON cannot hold", () => {
    const amount = { by: "UNSIGNED", column: "金额" } as const;
    expect(mappingWire.safeParse({ ...PLAIN_MAPPING, kind: { by: "AMOUNT" }, amount }).success).toBe(false);
    const nul = { ...PLAIN_MAPPING, absent: ["\0"] };
    expect(mappingWire.safeParse(nul).success).toBe(false);
    expect(mappingWire.safeParse({ ...PLAIN_MAPPING, absent: ["\ud800"] }).success).toBe(false);
    expect(mappingWire.safeParse({ ...PLAIN_MAPPING, more: 1 }).success).toBe(false);
    expect(mappingWire.parse(JSON.parse(JSON.stringify(PLAIN_MAPPING)))).toEqual(PLAIN_MAPPING);
  });
});

describe("a statement of a mapped channel", () => {
  it("names the version that read it; a later version reads later files only", async () => {
    await setChannel("s1", "csv-mapped");
    await approved("s1", PLAIN_MAPPING);
    const first = await importFile("s1", "2026-11-19", plainRow(), plainRow({ order: "O2", kind: "退款" }));
    expect(first).toMatchObject({ ok: true, value: { format: "csv-mapped", lines: 2, feeMinor: "14" } });
    await approved("s1", TURNED, 1);
    const second = await importFile("s1", "2026-11-20", plainRow({ order: "O3", fee: "-0.07" }));
    expect(second).toMatchObject({ ok: true, value: { feeMinor: "7" } });
    const read = await reader.query<{ day: string; version: number; fee: bigint }>(
      `SELECT s.settles_on::text AS day, m.version, s.fee_minor AS fee FROM statements s JOIN statement_mappings m ON m.id = s.mapping_id
       JOIN channels c ON c.id = s.channel_id WHERE c.code = 's1' ORDER BY 1`,
    );
    expect(read).toEqual([
      { day: "2026-11-19", version: 1, fee: 14n },
      { day: "2026-11-20", version: 2, fee: 7n },
    ]);
  });

  it("is refused whole with every bad line, and leaves nothing", async () => {
    await setChannel("s2", "csv-mapped");
    await approved("s2", PLAIN_MAPPING);
    const refused = await importFile(
      "s2",
      "2026-11-19",
      plainRow(),
      plainRow({ kind: "退款X" }),
      plainRow({ amount: "12.345" }),
    );
    expect(refused).toMatchObject({ refusal: { code: "statement_lines_unreadable" } });
    expect(refused.ok ? [] : refused.refusal.details).toEqual([
      'line 3, column 类型: "退款X" is not among the texts that the mapping lists for this column',
      'line 4, column 金额: "12.345" has more than 2 decimals',
    ]);
    const stored = await reader.query(
      "SELECT 1 FROM statements s JOIN channels c ON c.id = s.channel_id WHERE c.code = 's2'",
    );
    expect(stored).toEqual([]);
  });

  it("may be looked into first, by its channel", async () => {
    const path = join(folder, "look.csv");
    await writeFile(path, `${PLAIN_HEADER}\n${plainRow()}\n`);
    const look = { path, fileName: "look.csv", settlesOn: "2026-11-21" };
    expect(await inspectStatement({ ...look, channel: "s2" })).toMatchObject({
      ok: true,
      value: { lines: 1, format: "csv-mapped" },
    });
    expect(await inspectStatement({ ...look, channel: null })).toMatchObject({
      refusal: { code: "statement_format_unknown" },
    });
  });
});

describe("an upload that names no channel", () => {
  it("is asked about where a mapping reads it, whatever bill it looks like; a wallet's own bill is not", async () => {
    await setChannel("u1", "csv-mapped");
    const header = "商户订单号,流水号,类型,交易状态,金额,手续费,交易时间";
    await approved("u1", {
      ...PLAIN_MAPPING,
      numbers: { ...PLAIN_MAPPING.numbers, orderNo: "商户订单号" },
      status: { by: "COLUMN", column: "交易状态", values: [{ text: "成功", means: "SUCCEEDED" }] },
      time: { ...PLAIN_MAPPING.time, column: "交易时间" },
    });
    const path = join(folder, "alike.csv");
    await writeFile(path, `${header}\n${plainRow()}\n`);
    expect(await detectUpload(path, "alike.csv", null)).toMatchObject({
      format: "csv-mapped",
      channel: null,
      refusal: null,
    });
    expect(await detectUpload(path, "alike.csv", "u1")).toMatchObject({ channel: "u1", refusal: null });
    await writeFile(path, `${header}\n${plainRow({ kind: "代扣" })}\n`);
    expect(await detectUpload(path, "alike.csv", null)).toMatchObject({ format: "wechat-trade", channel: "wechat" });
    await writeFile(path, "a,b\n1,2\n");
    expect(await detectUpload(path, "alike.csv", null)).toMatchObject({
      format: "csv-mapped",
      channel: null,
      refusal: null,
    });
  });
});

describe("the proof of the books", () => {
  const failing = async () =>
    (await verifyBooks(reader)).checks.filter(({ ok }) => !ok).map(({ name, figure }) => [name, figure]);

  it("holds, and fails on a version that nobody approved as it stands", async () => {
    expect(await failing()).toEqual([]);
    await db.ownerPool.query("ALTER TABLE statement_mappings DISABLE TRIGGER USER");
    const { rows } = await db.ownerPool.query(
      `UPDATE statement_mappings SET definition = $1
       WHERE id = (SELECT m.id FROM statement_mappings m JOIN channels c ON c.id = m.channel_id WHERE c.code = 's1' AND m.version = 1)
       RETURNING id`,
      [JSON.stringify(TURNED)],
    );
    expect(await failing()).toEqual([["mappings_approved", expect.stringContaining("version 1 of s1")]]);
    await db.ownerPool.query("UPDATE statement_mappings SET definition = $1 WHERE id = $2", [
      JSON.stringify(PLAIN_MAPPING),
      rows[0].id,
    ]);
    await db.ownerPool.query("ALTER TABLE statement_mappings ENABLE TRIGGER USER");
    expect(await failing()).toEqual([]);
  });
});

describe("the database", () => {
  it("lets nobody change, remove or slip in a version", async () => {
    const approvalNo = await (async () => {
      await setChannel("d1", "csv-mapped");
      return approved("d1", PLAIN_MAPPING);
    })();
    const { rows } = await db.ownerPool.query(
      `SELECT a.id, a.maker_id, a.command_id, c.id AS channel_id FROM approvals a JOIN channels c ON c.code = a.object_no WHERE a.approval_no = $1`,
      [approvalNo],
    );
    const [of] = rows;
    const refused = (sql: string, params: unknown[] = []) => expect(db.ownerPool.query(sql, params)).rejects.toThrow();
    await refused("UPDATE statement_mappings SET version = 9");
    await refused("DELETE FROM statement_mappings");
    await refused("TRUNCATE statement_mappings CASCADE");
    const insert = `INSERT INTO statement_mappings (channel_id, version, definition, reason, approval_id, made_by, approved_at, command_id)
      VALUES ($1, $2, $3, 'as the bank sends it', $4, $5, now(), $6)`;
    // The same approval for a second version, and the right one with another definition in a pending request.
    await refused(insert, [of.channel_id, 2, JSON.stringify(TURNED), of.id, of.maker_id, of.command_id]);
    const waiting = await propose("d1", TURNED, 1);
    const { rows: pending } = await db.ownerPool.query("SELECT id, command_id FROM approvals WHERE approval_no = $1", [
      waiting.ok ? waiting.value.approvalNo : "",
    ]);
    await refused(insert, [
      of.channel_id,
      2,
      JSON.stringify(TURNED),
      pending[0].id,
      of.maker_id,
      pending[0].command_id,
    ]);
    // A statement of the format names a version, and one of its own channel.
    await refused("UPDATE statements SET mapping_id = NULL WHERE format = 'csv-mapped'");
    await refused(
      "UPDATE statements SET mapping_id = (SELECT max(id) FROM statement_mappings) WHERE format = 'csv-mapped'",
    );
  });

  it("executes no request about a mapping without its version", async () => {
    const { rows } = await db.ownerPool.query(
      "SELECT id, version FROM approvals WHERE act = 'STATEMENT_MAPPING' AND status = 'PENDING' AND object_no = 'd1'",
    );
    const checker = finance.userId;
    const client = await db.ownerPool.connect();
    const sign = async () => {
      const commandId = randomUUID();
      await client.query("BEGIN");
      await client.query(
        "INSERT INTO receipts (command_id, name, input_hash, actor_id, outcome) VALUES ($1, 'forged', '', $2, '1')",
        [commandId, checker],
      );
      await client.query(
        `INSERT INTO approval_decisions (approval_id, checker_id, maker_id, as_role, verdict, note, command_id)
         SELECT id, $2, maker_id, 'FINANCE', 'APPROVE', '', $3 FROM approvals WHERE id = $1`,
        [rows[0].id, checker, commandId],
      );
      await client.query("UPDATE approvals SET status = 'EXECUTED', version = version + 1 WHERE id = $1", [rows[0].id]);
      await client.query("COMMIT");
    };
    await expect(sign()).rejects.toThrow(/is executed by a version of a mapping/);
    await client.query("ROLLBACK");
    client.release();
  });
});
