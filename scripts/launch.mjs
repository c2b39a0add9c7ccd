// `node scripts/launch.mjs <script>`: what `npm start`, `npm test` and `npm run build` begin with. Needs nothing but
// Node, so that it works on a fresh clone: installs the packages when they are missing or differ from the lockfile, and
// then runs scripts/<script>.ts in this same process (signals then have one receiver).
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const LOWEST_NODE = [20, 19];
const root = resolve(import.meta.dirname ?? ".", "..");

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < LOWEST_NODE[0] || (major === LOWEST_NODE[0] && minor < LOWEST_NODE[1])) {
    stop(`clearing-desk needs Node ${LOWEST_NODE.join(".")} or newer; this is ${process.versions.node}.`);
  }
}

/** npm writes its own lockfile into node_modules as the last step of an install, so a half-done one has none. */
function isInstalled() {
  const installedPath = join(root, "node_modules/.package-lock.json");
  if (!existsSync(installedPath)) return false;
  const installed = JSON.parse(readFileSync(installedPath, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const names = new Set([...Object.keys(installed), ...Object.keys(wanted)]);
  names.delete("");
  for (const name of names) {
    // Packages for other systems are listed and rightly absent.
    if (!(name in installed) && wanted[name].optional) continue;
    if (installed[name]?.version !== wanted[name]?.version) return false;
  }
  return true;
}

function install() {
  process.stdout.write("Installing packages …\n");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const run =
    npm?.endsWith("js") === true
      ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ["ignore", "ignore", "inherit"] })
      : spawnSync("npm", args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  if (run.status !== 0) stop("The packages could not be installed; see above. Is the npm registry reachable?");
}

checkNode();
process.chdir(root);
const script = process.argv[2];
if (script === undefined) stop("Usage: node scripts/launch.mjs <script>");
if (!isInstalled()) install();
const { register } = await import("tsx/esm/api");
register();
const { run } = await import(pathToFileURL(join(root, "scripts", `${script}.ts`)).href);
process.exitCode = await run(process.argv.slice(3));
