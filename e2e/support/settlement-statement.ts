import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import { strFromU8, unzipSync } from "fflate";
import type { Look } from "./looks";
import type { ExpectedStatement } from "./trading-day";

const MESSAGES = join(import.meta.dirname, "../../messages");
const SHEET = "xl/worksheets/sheet1.xml";
/** The lines of a statement with the sign that each has in the addition. */
const SIGNS = {
  ...{ opening: 1n, captured: 1n, refunded: -1n, fee: -1n, share: -1n, received: 1n, adjustment: 1n, closing: 0n },
  ...{ settled: 0n, held: 0n, carried: 0n },
} as const;
type Figure = keyof typeof SIGNS;
type Figures = Record<Figure, bigint>;
const FIGURES = Object.keys(SIGNS) as Figure[];

export type StatementWords = {
  statement: { title: string };
  sheet: { title: string };
  status: { PAID: string };
  figure: Record<Figure, string>;
  exports: { open: string; csv: string; xlsx: string };
};

/** What the statement is called in this language, and everything on it. */
export function readWords({ locale }: Look): StatementWords {
  const read = (file: string) => JSON.parse(readFileSync(join(MESSAGES, locale, file), "utf8"));
  return { ...read("settlement.json"), exports: read("exports.json") };
}

/** The figures of a statement's table, in fen; it has just these lines, each under its own name, and they add up. */
export async function readStatement(table: Locator, words: StatementWords): Promise<Figures> {
  await expect(table).toBeVisible();
  const rows = await table.locator("tbody tr").evaluateAll((found) =>
    found.map((row) => {
      const cells = [...row.children].map((cell) => cell.textContent ?? "");
      return { name: cells[0] ?? "", amount: cells.at(-1) ?? "" };
    }),
  );
  expect(rows).toHaveLength(FIGURES.length);
  const figures = Object.fromEntries(
    FIGURES.map((figure, at) => {
      expect(rows[at]?.name).toContain(words.figure[figure]);
      return [figure, toFen(rows[at]?.amount ?? "")];
    }),
  ) as Figures;
  expect(FIGURES.reduce((sum, figure) => sum + SIGNS[figure] * figures[figure], 0n)).toBe(figures.closing);
  expect(figures.settled + figures.held + figures.carried).toBe(figures.closing);
  return figures;
}

/** The whole statement of a merchant who had none before, and of whom nothing is held back. */
export function wholeStatement({ settled, ...moved }: ExpectedStatement): Figures {
  return { ...{ opening: 0n, received: 0n, held: 0n, carried: 0n }, ...moved, ...{ closing: settled, settled } };
}

/** Takes the statement out as a file, and gives its text. */
export async function exportStatement(page: Page, words: StatementWords, format: "csv" | "xlsx"): Promise<string> {
  await page.getByRole("button", { name: words.exports.open }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: words.exports[format] }).click();
  const bytes = readFileSync(await (await download).path());
  return format === "csv" ? bytes.toString("utf8") : strFromU8(unzipSync(bytes)[SHEET] ?? new Uint8Array());
}

/** The sheets of paper that the page is printed on, by their size. */
export async function sheetsOf(page: Page): Promise<string[]> {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  return [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => {
    const isA4 = Math.round(Number(width)) === 595 && Math.round(Number(height)) === 842;
    return isA4 ? "A4" : `${width} x ${height}`;
  });
}

function toFen(shown: string): bigint {
  return BigInt(shown.replace("−", "-").replaceAll(/[,.]/g, ""));
}
