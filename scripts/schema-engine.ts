import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import { type MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg";
import type pg from "pg";
import { MIGRATIONS_FOLDER, readMigrationNames } from "./migration-files";

export const NO_FILTERS = { externalTables: [], externalEnums: [] };

const SCHEMA_FOLDER = resolve(import.meta.dirname, "../prisma/schema");

let loading: Promise<void> | null = null;

/**
 * Prisma's schema engine as WebAssembly, from the npm registry: its own CLI would download a binary from elsewhere.
 * It works on the given pool alone; the caller ends the pool.
 */
export async function openSchemaEngine(pool: pg.Pool): Promise<OpenEngine> {
  loading ??= loadWasm();
  await loading;
  const datamodels = readSchema().map(({ path, content }): [string, string] => [path, content]);
  const adapter = new WholeScripts(pool);
  const engine = await SchemaEngine.new({ datamodels }, () => undefined, bindMigrationAwareSqlAdapterFactory(adapter));
  return { engine, failedScript: () => adapter.failedScript };
}

/** `failedScript` says what PostgreSQL refused, and where: the engine's own error names only the migration. */
export type OpenEngine = { engine: SchemaEngine; failedScript: () => string | null };

export function readSchema(): { path: string; content: string }[] {
  return readdirSync(SCHEMA_FOLDER)
    .filter((name) => name.endsWith(".prisma"))
    .sort()
    .map((name) => ({ path: join(SCHEMA_FOLDER, name), content: readFileSync(join(SCHEMA_FOLDER, name), "utf8") }));
}

export function readMigrations(): MigrationList {
  return {
    baseDir: MIGRATIONS_FOLDER,
    lockfile: { path: "./migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: readMigrationNames().map((path) => ({
      path,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(join(MIGRATIONS_FOLDER, path, "migration.sql"), "utf8") },
      },
    })),
  };
}

/**
 * The adapter cuts a script at every semicolon, which breaks function bodies. PostgreSQL takes a script whole, and then
 * as one transaction: a migration happens completely or not at all.
 */
class WholeScripts extends PrismaPg {
  failedScript: string | null = null;

  constructor(private readonly pool: pg.Pool) {
    super(pool);
  }

  override async connect(): ReturnType<PrismaPg["connect"]> {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      try {
        await this.pool.query(script);
      } catch (error) {
        this.failedScript = describeFailure(script, error);
        throw error;
      }
    };
    return adapter;
  }
}

function describeFailure(script: string, error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const details = ["detail", "hint", "where"].flatMap((key) => {
    const value = Object.entries(error).find(([name]) => name === key)?.[1];
    return typeof value === "string" ? [`  ${key}: ${value}`] : [];
  });
  const position = "position" in error ? Number(error.position) : Number.NaN;
  const place = Number.isInteger(position)
    ? [`  line ${script.slice(0, position).split("\n").length} of migration.sql`]
    : [];
  return [error.message, ...place, ...details].join("\n");
}

async function loadWasm(): Promise<void> {
  const file = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm")
    .replace(/schema_engine\.js$/, "schema_engine_bg.wasm");
  const { instance } = await WebAssembly.instantiate(readFileSync(file), { "./schema_engine_bg.js": { ...bindings } });
  if (!("__wbg_set_wasm" in bindings) || typeof bindings.__wbg_set_wasm !== "function") {
    throw new Error("@prisma/schema-engine-wasm has changed its loading; see scripts/schema-engine.ts");
  }
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === "function") start();
}
