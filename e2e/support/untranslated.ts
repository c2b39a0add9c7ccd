import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";

const MESSAGES = join(import.meta.dirname, "../../messages/en");
const NAMESPACES = readdirSync(MESSAGES).map((file) => file.replace(".json", ""));
/** What the desk renders where a message is missing: the path of its key. */
const KEY_PATH = new RegExp(`(?<![\\w./-])(?:${NAMESPACES.join("|")})(?:\\.[A-Za-z_][\\w-]*)+`, "g");

/** Acts have codes of the same shape, which the audit trail quotes. */
const CODES = new Set(pathsOf(JSON.parse(readFileSync(join(MESSAGES, "enums.json"), "utf8"))));

const CHINESE = /\p{Script=Han}/u;
const ENGLISH_WORD = /\p{Ll}{3,}/u;
/** Names and codes that are the same in every language. */
const SAME_EVERYWHERE = [
  /^Clearing Desk$/,
  /^English$/,
  /^(WeChat Pay|Alipay|UnionPay)$/,
  /^(operator|finance|lead|service|auditor|admin)$/,
  /^[\w.@-]+\.(csv|txt|zip|gz)$/i,
];
const ROLES = ["heading", "button", "columnheader", "tab", "rowheader"] as const;

/** Keys of messages that are shown instead of their text, but for codes of the same shape that the page quotes. */
export async function findMissingMessages(page: Page, quoted: ReadonlySet<string> = new Set()): Promise<string[]> {
  const places = page.getByRole("main").or(page.getByRole("navigation"));
  const texts = (await places.evaluateAll(readTexts)).flat();
  const found = texts.flatMap((text) => text.match(KEY_PATH) ?? []);
  return [...new Set(found)].filter((path) => !CODES.has(path) && !quoted.has(path));
}

/** One by one: what stands side by side on the screen is no word together. */
function readTexts(elements: readonly Element[]): string[] {
  return elements.flatMap((element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const texts: string[] = [];
    // What is set as code is quoted, and quotes whatever it likes.
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement?.closest("code")) texts.push(walker.currentNode.textContent ?? "");
    }
    return texts;
  });
}

/** Headings, buttons, tabs, column headers and navigation that say something in English only. */
export async function findEnglishTexts(page: Page): Promise<string[]> {
  const found = new Set<string>();
  const links = page.getByRole("navigation").getByRole("link");
  for (const places of [...ROLES.map((role) => page.getByRole(role)), links]) {
    for (const text of await places.evaluateAll(readNames)) if (isEnglish(text)) found.add(text);
  }
  return [...found];
}

function readNames(elements: readonly Element[]): string[] {
  return elements.map((element) => {
    // Keys and numbers of things are no words of a language.
    const copy = element.cloneNode(true) as Element;
    for (const code of copy.querySelectorAll("kbd, code, svg, .tabular")) code.remove();
    return (element.getAttribute("aria-label") ?? copy.textContent ?? "").trim();
  });
}

function isEnglish(text: string): boolean {
  return ENGLISH_WORD.test(text) && !CHINESE.test(text) && !SAME_EVERYWHERE.some((known) => known.test(text));
}

/** Every path below each kind of enum, without the kind: `suspense.claimed` of `auditAction.suspense.claimed`. */
function pathsOf(enums: Record<string, object>): string[] {
  const below = (node: object, path: string): string[] =>
    Object.entries(node).flatMap(([key, value]) =>
      typeof value === "string" ? [`${path}${key}`] : below(value, `${path}${key}.`),
    );
  return Object.values(enums).flatMap((kind) => below(kind, ""));
}
