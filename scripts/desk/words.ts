import { randomUUID } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { z } from "zod";
import { sayIssues } from "@/contracts/say-issues";
import { dayWire } from "@/contracts/wire";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { getClock } from "@/server/clock";
import type { CommandContext } from "@/server/transact";
import { type DeskContext, DeskRefusal, WrongUsage } from "./command";

/** The one word after the command's name. `what` it is stands in the objection: "The file". */
export function onlyWord(context: DeskContext, what: string): string {
  const [word, ...more] = context.positionals;
  if (word === undefined) throw new WrongUsage(`${what} is missing.`);
  if (more.length > 0) throw new WrongUsage(`Not understood: ${more.join(" ")}`);
  return word;
}

export function noWords(context: DeskContext): void {
  if (context.positionals.length > 0) throw new WrongUsage(`Not understood: ${context.positionals.join(" ")}`);
}

export function requiredOption(context: DeskContext, name: string): string {
  const value = context.option(name);
  if (value === undefined || value === "") throw new WrongUsage(`--${name} is missing.`);
  return value;
}

/** A calendar day, `YYYY-MM-DD`. */
export function parseDay(text: string): string {
  if (dayWire.safeParse(text).success) return text;
  throw new DeskRefusal({ code: "day_malformed", message: `"${text}" is not a day; a day is written YYYY-MM-DD.` });
}

/** The path of a file that is there. Under `npm run` a relative path is meant from where npm was called. */
export function inputFile(word: string): string {
  const folders = [process.env.INIT_CWD, process.cwd()].filter((folder) => folder !== undefined);
  const path = folders.map((folder) => resolve(folder, word)).find((one) => statSync(one, { throwIfNoEntry: false }));
  if (path === undefined) throw new DeskRefusal({ code: "file_missing", message: `There is no file ${word}.` });
  if (statSync(path).isFile()) return path;
  throw new DeskRefusal({ code: "file_missing", message: `${word} is a folder or a device, not a file.` });
}

/** A small JSON file, parsed by its schema; everything that is wrong with it stands in the refusal's details. */
export function readJsonFile<T>(word: string, schema: z.ZodType<T>): T {
  const text = readFileSync(inputFile(word), "utf8").replace(/^\uFEFF/, "");
  const parsed = schema.safeParse(parseJson(word, text));
  if (parsed.success) return parsed.data;
  const details = sayIssues(parsed.error);
  const more = details.length > 1 ? ` (and ${details.length - 1} more)` : "";
  throw new DeskRefusal({
    code: "file_invalid",
    message: `${word} is not as it should be: ${details[0]}${more}. Nothing was changed.`,
    details,
  });
}

function parseJson(word: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DeskRefusal({ code: "file_invalid", message: `${word} is not JSON: ${reason}. Nothing was changed.` });
  }
}

/** Who the command line is, a fresh command id, and the time. */
export function systemContext(): CommandContext {
  return { actor: SYSTEM_ACTOR, commandId: randomUUID(), now: getClock().now() };
}
