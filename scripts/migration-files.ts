import { readdirSync } from "node:fs";
import { resolve } from "node:path";

export const MIGRATIONS_FOLDER = resolve(import.meta.dirname, "../prisma/migrations");

/** In the order in which they apply. */
export function readMigrationNames(): string[] {
  return readdirSync(MIGRATIONS_FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
