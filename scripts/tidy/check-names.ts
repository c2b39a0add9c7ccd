import type { Tree } from "./list-tree";
import type { Violation } from "./violation";

/** Folders named after a kind of code collect everything; a folder is named after what it is about. */
const VAGUE_FOLDERS = new Set([
  "lib",
  "libs",
  "utils",
  "util",
  "helpers",
  "helper",
  "services",
  "common",
  "types",
  "misc",
  "shared",
]);
const CODE_ROOMS = /^(app|bench|components|contracts|core|e2e|prisma|sandbox|scripts|server|tests)\//;
const NAMED_BY_TOOLS = /^(prisma\/migrations\/|messages\/)/;
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const ROUTE_SEGMENT = /^(\([a-z0-9-]+\)|\[{1,2}(\.\.\.)?[A-Za-z0-9]+\]{1,2}|@[a-z0-9-]+|_[a-z0-9-]+)$/;
const CODE_FILE = /\.(tsx?|mts|css|sql|prisma)$/;

export function checkFolderNames(tree: Tree): Violation[] {
  const violations: Violation[] = [];
  for (const folder of tree.folders) {
    const name = folder.slice(folder.lastIndexOf("/") + 1);
    const add = (advice: string) => violations.push({ file: folder, line: 1, rule: "folder-name", advice });
    if (VAGUE_FOLDERS.has(name)) add(`"${name}" says nothing: name the folder after what its files are about`);
    else if (name === "__tests__") add("put each test beside the file that it tests");
    else if (CODE_ROOMS.test(`${folder}/`) && !isFolderName(folder, name)) add("name the folder in kebab-case");
  }
  return violations;
}

function isFolderName(folder: string, name: string): boolean {
  if (NAMED_BY_TOOLS.test(`${folder}/`) || KEBAB.test(name)) return true;
  return folder.startsWith("app/") && ROUTE_SEGMENT.test(name);
}

export function checkFileNames(tree: Tree): Violation[] {
  const violations: Violation[] = [];
  for (const file of tree.files) {
    if (!CODE_ROOMS.test(file) || NAMED_BY_TOOLS.test(file) || !CODE_FILE.test(file)) continue;
    const [stem = "", ...kinds] = file.slice(file.lastIndexOf("/") + 1).split(".");
    const add = (rule: string, advice: string) => violations.push({ file, line: 1, rule, advice });
    if (!KEBAB.test(stem)) add("file-name", "name the file in kebab-case, after the one thing that it exports");
    const objection = findTestNameObjection(file, kinds);
    if (objection) add("test-name", objection);
  }
  return violations;
}

/** `x.test.ts` beside its file, `x.db.test.ts` when it needs PostgreSQL, `x.spec.ts` for journeys in e2e. */
function findTestNameObjection(file: string, kinds: readonly string[]): string | null {
  const inBrowser = file.startsWith("e2e/");
  if (kinds.includes("spec") && !inBrowser)
    return "only journeys in e2e/ are .spec.ts; name it .test.ts or .db.test.ts";
  if (kinds.includes("test") && inBrowser) return "journeys in e2e/ are named .spec.ts";
  if (kinds.includes("db") && file.startsWith("core/")) return "core has no database; test the command instead";
  if (kinds.includes("test") && !/^(db\.)?test\.tsx?$/.test(kinds.join("."))) return "name it .test.ts or .db.test.ts";
  return null;
}
