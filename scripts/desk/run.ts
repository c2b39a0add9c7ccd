import { parseArgs } from "node:util";
import type pg from "pg";
import { type DatabaseUrls, openDatabase } from "../database-urls";
import { SetupError } from "../postgres/private-files";
import { type DeskCommand, type DeskContext, DeskRefusal, WrongUsage } from "./command";
import { COMMANDS } from "./registry";
import { requireSetUp } from "./require-set-up";

const EXIT = { done: 0, refused: 1, usage: 2, fault: 3 } as const;

/** Runs one command line and gives its exit code. Never throws. */
export async function runDesk(words: readonly string[]): Promise<number> {
  const json = words.includes("--json");
  const found = findCommand(words);
  if (found === null) return await explain(words);
  const opened = new Opened();
  const stop = (): void => void opened.abandon().finally(() => process.exit(EXIT.fault));
  process.once("SIGINT", stop).once("SIGTERM", stop);
  try {
    const command = await found.load();
    if (words.includes("--help")) {
      await write(process.stdout, `desk ${command.usage}\n${command.summary}\n`);
      return EXIT.done;
    }
    return (await command.run(makeContext(command, found.rest, json, opened))) ?? EXIT.done;
  } catch (error) {
    return await report(error, json, found.name);
  } finally {
    await opened.close();
  }
}

/** Two words before one: `user add` is no `user`. */
function findCommand(
  words: readonly string[],
): { name: string; rest: string[]; load: () => Promise<DeskCommand> } | null {
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(" ");
    const load = COMMANDS[name];
    if (load !== undefined) return { name, rest: words.slice(count), load };
  }
  return null;
}

async function explain(words: readonly string[]): Promise<number> {
  const loaded = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const lines = loaded.map(({ usage, summary }) => `  ${usage}\n      ${summary}`);
  const asked = words.length === 0 || words[0] === "help" || words[0] === "--help";
  const text = `Usage: npm run --silent desk -- <command> [options] [--json]\n\n${lines.join("\n")}\n`;
  await write(
    asked ? process.stdout : process.stderr,
    asked ? text : `There is no command "${words.join(" ")}".\n\n${text}`,
  );
  return asked && words.length > 0 ? EXIT.done : EXIT.usage;
}

function makeContext(command: DeskCommand, rest: string[], json: boolean, opened: Opened): DeskContext {
  const { values, positionals } = parse(command, rest);
  const valuesOf = (name: string): string[] => [values[name] ?? []].flat().filter((value) => typeof value === "string");
  return {
    json,
    positionals,
    option: (name) => valuesOf(name).at(-1),
    options: valuesOf,
    flag: (name) => values[name] === true,
    pool: () => opened.pool(),
    database: () => opened.database(),
    print: (value, sentence) => write(process.stdout, `${json ? toJson(value) : sentence}\n`),
    write: (text) => write(process.stdout, text),
    complain: (sentence) => write(process.stderr, `${sentence}\n`),
    progress: (sentence) => {
      if (process.stderr.isTTY) process.stderr.write(`${sentence}\n`);
    },
  };
}

type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

function parse(command: DeskCommand, args: string[]): { values: Values; positionals: string[] } {
  try {
    const options = { ...command.options, json: { type: "boolean" as const }, help: { type: "boolean" as const } };
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error));
  }
}

async function report(error: unknown, json: boolean, name: string): Promise<number> {
  if (error instanceof WrongUsage) {
    const usage = (await COMMANDS[name]?.())?.usage ?? name;
    await write(process.stderr, `${error.message}\nUsage: desk ${usage}\n`);
    return EXIT.usage;
  }
  if (error instanceof DeskRefusal) {
    const { code, message, details = [] } = error.refusal;
    if (json) await write(process.stdout, `${toJson({ refused: { code, message, details } })}\n`);
    await write(process.stderr, `${message}\n`);
    return EXIT.refused;
  }
  const { maskText } = await import("@/server/mask-secrets");
  const text =
    error instanceof SetupError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  await write(process.stderr, `${maskText(text)}\n`);
  return EXIT.fault;
}

/** What the command has opened so far, closed in the right order at its end. */
class Opened {
  private urls: Promise<DatabaseUrls> | null = null;
  private checkedPool: Promise<pg.Pool> | null = null;

  database(): Promise<DatabaseUrls> {
    this.urls ??= openDatabase();
    return this.urls;
  }

  pool(): Promise<pg.Pool> {
    this.checkedPool ??= this.openPool();
    return this.checkedPool;
  }

  private async openPool(): Promise<pg.Pool> {
    const { appUrl } = await this.database();
    process.env.DATABASE_URL = appUrl;
    const { assertAppRole, getPool } = await import("@/server/db");
    const pool = getPool();
    await pool.query("SELECT 1").catch((error: unknown) => {
      throw new SetupError(`The database cannot be reached: ${error instanceof Error ? error.message : String(error)}`);
    });
    await requireSetUp(pool);
    await assertAppRole(pool).catch((error: Error) => {
      throw new SetupError(error.message);
    });
    return pool;
  }

  async close(): Promise<void> {
    await globalThis.deskPool?.end();
    await this.abandon();
  }

  /** Without waiting for running queries: an interrupted command's transaction is rolled back by the server. */
  async abandon(): Promise<void> {
    // An opening that failed has been reported already and holds nothing.
    const urls = await this.urls?.catch(() => null);
    await urls?.release();
  }
}

function toJson(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? String(inner) : inner));
}

/** Waits until the other end has taken it, so that a list of any length needs little memory. */
function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => stream.write(text, () => resolve()));
}
