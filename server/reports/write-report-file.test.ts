import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import type { ReportDto } from "@/contracts/report-views";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { writeReportFile } from "./write-report-file";

const cell = (value: string | null) => ({ value, href: null });
const report: ReportDto = {
  report: "channel-profit",
  from: "2026-10-01",
  to: "2026-10-31",
  channel: null,
  columns: [
    { id: "items", kind: "count" },
    { id: "profit", kind: "amount" },
    { id: "margin", kind: "rate" },
  ],
  tables: [
    {
      asset: "CNY",
      rows: [
        {
          key: "w",
          label: "=WeChat, Pay",
          href: null,
          direction: null,
          cells: { items: cell("3"), profit: cell("-123456789012345"), margin: cell(null) },
        },
      ],
      total: { items: "3", profit: "-123456789012345", margin: "40001" },
    },
  ],
};
const file = { report, actor: SYSTEM_ACTOR, exportedAt: new Date("2026-11-01T16:00:00Z") };

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

test("as CSV: what, when and for whom above it, amounts to the cent, nothing that a spreadsheet would run", async () => {
  const bytes = await bytesOf(writeReportFile({ ...file, locale: "en" }, "csv"));
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = strFromU8(bytes).split("\r\n");
  expect(lines.slice(0, 5)).toEqual([
    "What,Profit by channel 2026-10-01 – 2026-10-31",
    "Filter,none",
    "Exported by,System (system)",
    "Exported at,2026-11-02 00:00:00",
    "Time zone,Asia/Shanghai",
  ]);
  expect(lines.slice(6)).toEqual([
    '"Channel, bank or day",Direction,Currency,Items,Profit,Margin',
    `"'=WeChat, Pay",,CNY,3,-1234567890123.45,`,
    "Total,,CNY,3,-1234567890123.45,0.40001%",
    "",
  ]);
});

test("as a workbook: the same cells, as text", async () => {
  const parts = unzipSync(await bytesOf(writeReportFile({ ...file, locale: "zh-CN" }, "xlsx")));
  const sheet = strFromU8(parts["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
  for (const text of ["通道利润", "利润率", "=WeChat, Pay", "-1234567890123.45", "0.40001%", "合计"])
    expect(sheet).toContain(text);
});
