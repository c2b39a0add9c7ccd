import { readFileSync } from "node:fs";
import { MIGRATIONS_FOLDER, readMigrationNames } from "./migration-files";

/** `line` counts from 1. */
export type FunctionPlace = { readonly name: string; readonly migration: string; readonly line: number };

const CREATED = /^CREATE (?:OR REPLACE )?FUNCTION (\w+)/;
const DROPPED = /^DROP FUNCTION ([^;]+);/;
const DROPPED_NAME = /\w+(?=\(|,|$)/g;

/** Where the present text of each function of the database stands, by name. */
export function listDatabaseFunctions(): FunctionPlace[] {
  const newest = new Map<string, FunctionPlace>();
  for (const migration of readMigrationNames()) {
    for (const [index, line] of readMigration(migration).split("\n").entries()) {
      for (const dropped of DROPPED.exec(line)?.[1]?.match(DROPPED_NAME) ?? []) newest.delete(dropped);
      const name = CREATED.exec(line)?.[1];
      if (name !== undefined) newest.set(name, { name, migration, line: index + 1 });
    }
  }
  return [...newest.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export const readMigration = (name: string) => readFileSync(`${MIGRATIONS_FOLDER}/${name}/migration.sql`, "utf8");

/** The text of docs/database-functions.md. */
export function describeDatabaseFunctions(): string {
  const rows = listDatabaseFunctions().map(
    ({ name, migration, line }) =>
      `| \`${name}\` | [${migration}, line ${line}](../prisma/migrations/${migration}/migration.sql#L${line}) |`,
  );
  return `${HEAD}${rows.join("\n")}\n`;
}

const HEAD = `# Functions of the database

A migration that is finished is never edited, so a function that was changed stands in several of them, and only the last
one counts. This list says which, for each function. \`npm run functions\` writes it anew, and a test compares it with the
migrations and with a database.

| function | present text |
|---|---|
`;
