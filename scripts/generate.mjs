// `npm run generate`: writes the typed database client to prisma/generated, which git does not keep.
// Without dependencies of its own beyond node_modules, since start, test and build call it first.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const stampPath = join(root, "prisma/generated/.stamp");

/** Hash of everything the result depends on. */
function currentStamp() {
  const folder = join(root, "prisma/schema");
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.update(readFileSync(join(root, "node_modules/prisma/package.json"))).digest("hex");
}

/** Does nothing when the client is up to date. */
export function generateWhenStale() {
  const stamp = currentStamp();
  if (existsSync(stampPath) && readFileSync(stampPath, "utf8") === stamp) return;
  const run = spawnSync(process.execPath, [join(root, "node_modules/prisma/build/index.js"), "generate"], {
    cwd: root,
    encoding: "utf8",
    // The client needs no engine binary; naming one that exists keeps the CLI from downloading its own.
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    },
  });
  if (run.status !== 0) {
    process.stderr.write(`${run.stdout}${run.stderr}`);
    throw new Error("The database client could not be generated; see above.");
  }
  writeFileSync(stampPath, stamp);
}

if (process.argv[1] === import.meta.filename) generateWhenStale();
