import { readFile } from "node:fs/promises";
import { compareVersions, isExactVersion } from "./compare-versions";
import floors from "./version-floors.json" with { type: "json" };
import type { Violation } from "./violation";

type Manifest = { dependencies?: Record<string, string>; devDependencies?: Record<string, string> };
type Lockfile = { packages?: Record<string, Manifest & { version?: string }> };

/** What is installed against version-floors.json, and what is asked for against "pinned exactly". */
export async function checkVersions(root: string): Promise<Violation[]> {
  const manifestText = await readFile(`${root}/package.json`, "utf8");
  const lockText = await readFile(`${root}/package-lock.json`, "utf8").catch(() => "{}");
  const manifest = JSON.parse(manifestText) as Manifest;
  const lock = JSON.parse(lockText) as Lockfile;
  return [...checkPins(manifest, manifestText, lock), ...checkFloors(lock, lockText)];
}

function checkPins(manifest: Manifest, text: string, lock: Lockfile): Violation[] {
  const violations: Violation[] = [];
  for (const [name, wanted] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    const line = lineOf(text, `"${name}": "${wanted}"`);
    const add = (advice: string) => violations.push({ file: "package.json", line, rule: "pinned-versions", advice });
    const locked = lock.packages?.[`node_modules/${name}`]?.version;
    if (!isExactVersion(wanted)) add(`pin ${name} to one version instead of "${wanted}"`);
    else if (locked !== wanted) add(`package-lock.json has ${name} ${locked ?? "not at all"}: run npm install`);
  }
  return violations;
}

function checkFloors(lock: Lockfile, text: string): Violation[] {
  const violations: Violation[] = [];
  for (const [path, { version }] of Object.entries(lock.packages ?? {})) {
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const objection = path === "" || version === undefined ? null : findObjection(name, version);
    if (objection === null) continue;
    const line = lineOf(text, `"${path}": {`);
    violations.push({
      file: "package-lock.json",
      line,
      rule: "version-floors",
      advice: `${name} ${version}: ${objection}`,
    });
  }
  return violations;
}

function findObjection(name: string, version: string): string | null {
  const floor = floors.floors.find((item) => item.package === name);
  if (floor && isOlder(version, floor.atLeast)) return `at least ${floor.atLeast}, ${floor.because}`;
  const pin = floors.exact.find((item) => item.package === name);
  if (pin && version !== pin.version) return `exactly ${pin.version}, ${pin.because}`;
  const ban = floors.forbidden.find((item) => item.package === name);
  if (ban && !(ban.upTo !== undefined && isOlder(ban.upTo, version))) return `forbidden, ${ban.because}`;
  return null;
}

function isOlder(version: string, than: string): boolean {
  const order = compareVersions(version, than);
  return order !== null && order < 0;
}

function lineOf(text: string, fragment: string): number {
  const at = text.indexOf(fragment);
  return at === -1 ? 1 : text.slice(0, at).split("\n").length;
}
