import { readFile } from "node:fs/promises";
import type { Tree } from "./list-tree";
import type { Violation } from "./violation";

/** The language that the others are compared with, and the ones that must say the same. */
export const BASE_LANGUAGE = "en";
export const OTHER_LANGUAGES: readonly string[] = ["zh-CN"];

/** One file of messages: its texts by dotted key, and the line of each. */
export type MessageFile = { readonly path: string; readonly texts: ReadonlyMap<string, Message> };
export type Message = { readonly text: string; readonly line: number };

/** All messages, by language and by namespace (the file's name); and the files that are no messages. */
export type Messages = {
  readonly byLanguage: ReadonlyMap<string, ReadonlyMap<string, MessageFile>>;
  readonly unreadable: readonly Violation[];
};

const MESSAGE_PATH = /^messages\/([^/]+)\/([^/]+)\.json$/;

export async function loadMessages(root: string, tree: Tree): Promise<Messages> {
  const byLanguage = new Map<string, Map<string, MessageFile>>();
  const unreadable: Violation[] = [];
  for (const path of tree.files) {
    const [, language, namespace] = MESSAGE_PATH.exec(path) ?? [];
    if (language === undefined || namespace === undefined) continue;
    const text = await readFile(`${root}/${path}`, "utf8");
    const texts = readTexts(text);
    if (texts === null) {
      unreadable.push({ file: path, line: 1, rule: "messages", advice: "nested objects of texts only, in valid JSON" });
      continue;
    }
    const files = byLanguage.get(language) ?? new Map<string, MessageFile>();
    byLanguage.set(language, files.set(namespace, { path, texts }));
  }
  return { byLanguage, unreadable };
}

function readTexts(json: string): Map<string, Message> | null {
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch {
    return null;
  }
  const texts = new Map<string, Message>();
  return collect(content, "", texts, buildLineFinder(json)) ? texts : null;
}

function collect(
  value: unknown,
  prefix: string,
  texts: Map<string, Message>,
  lineOf: (key: string) => number,
): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  for (const [name, child] of Object.entries(value)) {
    const key = prefix === "" ? name : `${prefix}.${name}`;
    const line = lineOf(name);
    if (typeof child === "string") texts.set(key, { text: child, line });
    else if (!collect(child, key, texts, lineOf)) return false;
  }
  return true;
}

/** Keys are asked for in the order of the file, so each is the next line that begins with its name. */
function buildLineFinder(json: string): (name: string) => number {
  let at = 0;
  return (name) => {
    const found = json.indexOf(`${JSON.stringify(name)}:`, at);
    if (found !== -1) at = found;
    return json.slice(0, at).split("\n").length;
  };
}
