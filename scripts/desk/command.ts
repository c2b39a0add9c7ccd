import type { ParseArgsConfig } from "node:util";
import type pg from "pg";
import type { Refusal } from "@/core/result";
import type { DatabaseUrls } from "../database-urls";

type OptionSpecs = NonNullable<ParseArgsConfig["options"]>;

/** What a command is given. Nothing is opened before it asks. */
export type DeskContext = {
  /** Whether `--json` was given. `print` heeds it already. */
  json: boolean;
  /** The words after the command's name. */
  positionals: readonly string[];
  /** A text option's value, the last one when it was repeated. */
  option: (name: string) => string | undefined;
  /** Every value of an option that may be repeated. */
  options: (name: string) => readonly string[];
  flag: (name: string) => boolean;
  /** The app role's pool, on a database that is checked to be set up. server/db.ts uses the same one. */
  pool: () => Promise<pg.Pool>;
  /** For `setup` alone: the connections themselves. */
  database: () => Promise<DatabaseUrls>;
  /** One line on stdout: the value as JSON (bigint as text), or the sentence for people. */
  print: (value: unknown, sentence: string) => Promise<void>;
  /** A piece of a file on stdout, as it is. */
  write: (text: string) => Promise<void>;
  /** A line on stderr, also when piped: why the exit code is 1 although there is an answer. */
  complain: (sentence: string) => Promise<void>;
  /** A line on stderr for people on a terminal; nothing when piped. */
  progress: (sentence: string) => void;
};

export type DeskCommand = {
  /** As in `user add <login> --role R`. */
  usage: string;
  summary: string;
  /** Beyond `--json` and `--help`, as in node's parseArgs. */
  options?: OptionSpecs;
  /** A returned number is the exit code: 1 where the answer itself is bad news, as in `verify`. */
  run: (context: DeskContext) => Promise<undefined | 0 | 1>;
};

/** Ends the command with exit code 1 and the refusal's sentence. */
export class DeskRefusal extends Error {
  override name = "DeskRefusal";
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/** Ends the command with exit code 2 and its usage. */
export class WrongUsage extends Error {
  override name = "WrongUsage";
}

/** A command's result, or the end of the program with its refusal. */
export function acceptedOrExit<T>(result: { ok: true; value: T } | { ok: false; refusal: Refusal }): T {
  if (!result.ok) throw new DeskRefusal(result.refusal);
  return result.value;
}
