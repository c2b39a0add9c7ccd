import { readdir } from "node:fs/promises";

/** Everything below the root that people write, as sorted paths relative to it, with forward slashes. */
export type Tree = { readonly files: readonly string[]; readonly folders: readonly string[] };

/** What machines write: installed, built, generated, or left behind by a run. Hidden folders are skipped as well. */
const NOT_OURS = new Set(["node_modules", "test-results", "playwright-report", "prisma/generated"]);
const HIDDEN_BUT_OURS = new Set([".github"]);

export async function listTree(root: string): Promise<Tree> {
  const files: string[] = [];
  const folders: string[] = [];
  const queue = [""];
  for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
    const entries = await readdir(`${root}/${folder}`, { withFileTypes: true });
    for (const entry of entries) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile()) files.push(path);
      if (!entry.isDirectory() || isSkipped(path, entry.name)) continue;
      folders.push(path);
      queue.push(path);
    }
  }
  return { files: files.sort(), folders: folders.sort() };
}

function isSkipped(path: string, name: string): boolean {
  return NOT_OURS.has(path) || NOT_OURS.has(name) || (name.startsWith(".") && !HIDDEN_BUT_OURS.has(name));
}
