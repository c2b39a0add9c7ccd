import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import iconv from "iconv-lite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SheetFormat } from "@/contracts/sheet-formats";
import { suspenseFilters } from "@/contracts/suspense-filters";
import { rowsPart } from "@/core/xlsx/write-sheet";
import { runNextBulk } from "@/server/bulk/run-bulk";
import { findExportFile } from "@/server/bulk/write-export";
import { exportSuspense } from "@/server/commands/export-suspense";
import { reader } from "@/server/transact";
import { confirm, jobOf, openLongItems, rowsOf } from "@/tests/bulk/bulk-desk";
import { as, NOON } from "@/tests/command-context";
import { accepted, type Desk, decideAs, itemOf, openDesk, suspenseDifferences } from "@/tests/desk-fixture";
import { receiveSheet } from "./answer-sheet";
import { SHEET_TEXTS } from "./sheet-words";
import { writeSheetFile } from "./write-sheet-file";

let desk: Desk;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-sheet-"));
  process.env.DESK_DATA_DIR = folder;
  desk = await openDesk();
});
afterAll(async () => {
  await desk.db.drop();
  await rm(folder, { recursive: true });
});

async function exported(q: string, format: SheetFormat = "xlsx", locale: "en" | "zh-CN" = "en"): Promise<Uint8Array> {
  const commandId = randomUUID();
  const selection = { by: "FILTER" as const, filters: suspenseFilters.parse({ q }) };
  const { jobNo } = accepted(
    await exportSuspense(as(desk.people.maker, commandId), { commandId, selection, format, locale }),
  );
  const [job] = await reader.query<{ key: string; criteria: object }>(
    "SELECT seal_key AS key, criteria FROM bulk_jobs WHERE job_no = $1",
    [jobNo],
  );
  const queueExport = { jobNo, sealKey: job?.key ?? "", criteria: job?.criteria ?? {}, today: "2026-11-20" };
  const request = { actor: desk.people.maker, queueExport, format, locale, exportedAt: NOON };
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeSheetFile(request)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function send(bytes: Uint8Array, fileName = "filled.xlsx") {
  return receiveSheet(as(desk.people.maker), fileName, piecesOf(bytes));
}

async function take(bytes: Uint8Array) {
  const { jobNo } = accepted(await send(bytes));
  expect(await runNextBulk()).toBe(1);
  return { jobNo, snapshot: (await jobOf(jobNo)).snapshotHash ?? "" };
}

/** Changes the sheet's own XML, as a spreadsheet program does when somebody types. */
function edit(bytes: Uint8Array, change: (xml: string) => string): Uint8Array {
  const parts = unzipSync(bytes);
  const sheet = parts[rowsPart(1)];
  if (!sheet) throw new Error("the sheet is there");
  return zipSync({ ...parts, [rowsPart(1)]: strToU8(change(strFromU8(sheet))) });
}

/** Types into a cell, whether it is empty or not. */
function type(xml: string, cell: string, text: string): string {
  const typed = `<c r="${cell}" s="2" t="inlineStr"><is><t>${text}</t></is></c>`;
  return xml.replace(new RegExp(`<c r="${cell}" s="\\d"(?:/>| t="inlineStr"><is><t[^>]*>[^<]*</t></is></c>)`), typed);
}

/** The rows begin below the header block. */
const FIRST = 10;
function fill(xml: string, row: number, resolution: string, note: string): string {
  return type(type(xml, `P${row}`, resolution), `R${row}`, note);
}

async function codeOf(outcome: ReturnType<typeof send>): Promise<string> {
  const result = await outcome;
  return result.ok ? "ok" : result.refusal.code;
}

describe("out and back", () => {
  it.each(["en", "zh-CN"] as const)(
    "in %s: what was filled in is proposed as one bundle, and posted",
    async (locale) => {
      const itemNos = await openLongItems(`OUT-${locale}`, 4);
      const bytes = await exported(`OUT-${locale}`, "xlsx", locale);
      const label = SHEET_TEXTS[locale].resolution.REFUND_TO_PAYER.name;
      const filled = edit(bytes, (xml) => fill(fill(xml, FIRST, label, "one"), FIRST + 2, "REFUND_TO_PAYER", "two"));
      const job = await take(filled);
      const rows = await rowsOf(job.jobNo);
      expect(rows.map((row) => row.state)).toEqual(["READY", "UNCHANGED", "READY", "UNCHANGED"]);
      expect(rows.map((row) => row.itemNo)).toEqual(itemNos);
      expect(await itemOf(itemNos[0] ?? "")).toMatchObject({ status: "OPEN", version: 1 });
      accepted(await confirm(desk.people.maker, job, "BUNDLE"));
      await runNextBulk();
      const { bundleNo } = await jobOf(job.jobNo);
      const verdict = { approvalNo: bundleNo ?? "", expectedVersion: 1, verdict: "APPROVE" as const, note: "" };
      accepted(await decideAs(desk.people.finance, verdict));
      expect((await rowsOf(job.jobNo)).map((row) => row.state)).toEqual([
        "EXECUTED",
        "UNCHANGED",
        "EXECUTED",
        "UNCHANGED",
      ]);
      expect(await suspenseDifferences()).toEqual([]);
    },
  );

  it("as CSV, saved by an office in Chinese", async () => {
    await openLongItems("CSV", 2);
    const text = Buffer.from(await exported("CSV", "csv")).toString("utf8");
    const [first = ""] = text.split("\r\n").filter((line) => line.startsWith("SU"));
    const cells = first.split(",");
    cells[15] = "REFUND_TO_PAYER";
    cells[17] = "因为";
    const job = await take(iconv.encode(text.slice(1).replace(first, cells.join(",")), "gb18030"));
    expect((await rowsOf(job.jobNo)).map((row) => row.state)).toEqual(["READY", "UNCHANGED"]);
  });

  it("rows that have changed since, or whose locked cells or seals were touched, are left out by name", async () => {
    const itemNos = await openLongItems("STALE", 5);
    const bytes = await exported("STALE");
    await desk.db.ownerPool.query("UPDATE suspense_items SET version = version + 1 WHERE item_no = $1", [itemNos[0]]);
    const filled = edit(bytes, (xml) => {
      let typed = xml;
      for (let row = FIRST; row < FIRST + 4; row += 1) typed = fill(typed, row, "REFUND_TO_PAYER", "why");
      typed = type(typed, `E${FIRST + 1}`, "9999.00");
      typed = typed.replace(/(<c r="T12"[^>]*><is><t[^>]*>BK\d+\.)1\./, "$12.");
      return type(typed, `P${FIRST + 3}`, "Give it away");
    });
    const { jobNo } = await take(filled);
    const rows = await reader.query<{ state: string; code: string | null; message: string | null }>(
      `SELECT state, refusal ->> 'code' AS code, refusal ->> 'message' AS message FROM bulk_rows
       WHERE job_id = (SELECT id FROM bulk_jobs WHERE job_no = $1) ORDER BY row_no`,
      [jobNo],
    );
    expect(rows.map((row) => row.code)).toEqual([
      "sheet_row_stale",
      "sheet_cell_edited",
      "sheet_seal_broken",
      "sheet_resolution_unknown",
      null,
    ]);
    expect(rows[0]?.message).toContain(`${itemNos[0]} has changed since your export (now version 2 and OPEN, yours 1)`);
    expect(rows[1]?.message).toContain("E11");
    expect(rows[3]?.message).toContain("P13");
    expect(rows[4]?.state).toBe("UNCHANGED");
  });
});

describe("more rows than a download waits for", () => {
  it("are written by the worker, whole, and every one of them", async () => {
    await openLongItems("BIG", 1);
    const owner = desk.db.ownerPool;
    await owner.query("ALTER TABLE suspense_items DISABLE TRIGGER USER");
    await owner.query(
      `INSERT INTO suspense_items OVERRIDING SYSTEM VALUE
       SELECT many.* FROM suspense_items AS base, generate_series(1, 10000) AS n,
         jsonb_populate_record(base, jsonb_build_object('id', 1000000 + n, 'item_no', 'BIG' || n, 'signature', 'BIG' || n,
           'match_key', 'BIG-' || n)) AS many
       WHERE base.match_key = 'BIG-0000'`,
    );
    await owner.query("ALTER TABLE suspense_items ENABLE TRIGGER USER");
    const commandId = randomUUID();
    const selection = { by: "FILTER" as const, filters: suspenseFilters.parse({ q: "BIG-" }) };
    const asked = { commandId, selection, format: "csv" as const, locale: "en" as const };
    const { jobNo, rows, isJob } = accepted(await exportSuspense(as(desk.people.maker, commandId), asked));
    expect({ rows, isJob }).toEqual({ rows: 10_001, isJob: true });
    expect(await findExportFile(jobNo, "csv")).toBeNull();
    expect(await runNextBulk()).toBe(1);
    expect(await jobOf(jobNo)).toMatchObject({ status: "DONE", rows: 10_001 });
    const path = await findExportFile(jobNo, "csv");
    const lines = (await readFile(path ?? "", "utf8")).split("\r\n");
    expect(lines.filter((line) => /^(SU|BIG)\d/.test(line))).toHaveLength(10_001);
    expect(await readdir(join(folder, "exports"))).toEqual([`${jobNo}.csv`]);
  });
});

describe("a sheet is refused as a whole", () => {
  it("with formulas, by the names of their cells", async () => {
    await openLongItems("FORMULA", 2);
    const bytes = await exported("FORMULA");
    const computed = `<c r="P${FIRST}"><f>1+1</f><v>2</v></c>`;
    const withFormula = edit(bytes, (xml) => xml.replace(new RegExp(`<c r="P${FIRST}" s="2"/>`), computed));
    const result = await send(withFormula);
    expect(result.ok ? null : result.refusal).toMatchObject({
      code: "sheet_has_formulas",
      params: { cells: `P${FIRST}` },
    });
    const csv = Buffer.from(await exported("FORMULA", "csv")).toString("utf8");
    expect(await codeOf(send(Buffer.from(csv.replace(/,,,,1,BK/, ",,=1+1,,1,BK")), "filled.csv"))).toBe(
      "sheet_has_formulas",
    );
  });

  it("when it is none of ours, empty, twice the same, a bomb, an entity, or no sheet at all", async () => {
    await openLongItems("WHOLE", 2);
    const bytes = await exported("WHOLE");
    const [first, second] = [FIRST, FIRST + 1];
    expect(await codeOf(send(Buffer.from("a,b\r\n1,2\r\n")))).toBe("sheet_foreign");
    expect(await codeOf(send(edit(bytes, (xml) => xml.replace(/<row r="1[01]">.*?<\/row>/g, ""))))).toBe("sheet_empty");
    const again = (xml: string) =>
      xml
        .replace(new RegExp(`<row r="${second}">.*?</row>`), "")
        .replace(
          new RegExp(`<row r="${first}">(.*?)</row>`),
          (whole) => `${whole}${whole.replaceAll(`${first}"`, `${second}"`)}`,
        );
    expect(await codeOf(send(edit(bytes, again)))).toBe("sheet_item_twice");
    expect(
      await codeOf(send(edit(bytes, (xml) => xml.replace("<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet')))),
    ).toBe("sheet_corrupt");
    expect(await codeOf(send(bytes.slice(0, bytes.length / 2)))).toBe("sheet_corrupt");
    expect(await codeOf(send(Buffer.from("d0cf11e0a1b11ae1", "hex")))).toBe("sheet_corrupt");
    const bomb = zipSync({ ...unzipSync(bytes), [rowsPart(1)]: new Uint8Array(60 * 1024 ** 2) }, { level: 9 });
    expect(await codeOf(send(bomb))).toBe("sheet_corrupt");
  });
});
