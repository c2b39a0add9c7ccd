import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const FOLDERS = ["server", "scripts", "prisma/seed", "prisma/migrations"];
/** Older migrations were replaced by this one as far as they look for keys (docs/adr/0037). */
const FIRST_MIGRATION = "20261121003200";
const PLAIN = /(?:FROM|JOIN) (?:public\.)?vouchers\b(?:(?!FROM|JOIN)[^;`])*\bidempotency_key (?:=|IN\b)/;

function comparesKeys(text: string): boolean {
  const names = [...text.matchAll(/(?:FROM|JOIN) (?:public\.)?vouchers (?:AS )?([a-z]+)\b/g)].map((found) => found[1]);
  return PLAIN.test(text) || names.some((name) => new RegExp(`\\b${name}\\.idempotency_key (?:=|IN\\b)`).test(text));
}

it("no query compares a voucher's key but by is_key, since it would read the whole book", () => {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  ).filter((file) => /(?<!\.test)\.ts$|\.sql$/.test(file));
  const asked = files.filter((file) => (file.split("migrations/")[1] ?? FIRST_MIGRATION) >= FIRST_MIGRATION);
  expect(asked.length).toBeGreaterThan(100);
  expect(asked.filter((file) => comparesKeys(readFileSync(file, "utf8")))).toEqual([]);
});
