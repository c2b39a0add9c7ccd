// `node scripts/complete-lockfile.mjs`, after `npm install` on a registry that lacks the binaries of other systems: npm
// then leaves their entries out, and `npm ci` refuses the lockfile everywhere. Adds them by version, system and
// processor, which their names say; npm skips them here and fetches them where they fit.
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const SYSTEMS = {
  android: "android",
  darwin: "darwin",
  freebsd: "freebsd",
  linux: "linux",
  netbsd: "netbsd",
  openbsd: "openbsd",
  openharmony: "openharmony",
  sunos: "sunos",
  aix: "aix",
  win32: "win32",
  windows: "win32",
};
const PROCESSORS = {
  arm64: "arm64",
  x64: "x64",
  arm: "arm",
  ia32: "ia32",
  ppc64: "ppc64",
  s390x: "s390x",
  riscv64: "riscv64",
  loong64: "loong64",
  mips64el: "mips64el",
  wasm32: "wasm32",
};

const path = resolve(import.meta.dirname, "../package-lock.json");
const lock = JSON.parse(readFileSync(path, "utf8"));

function describePlatform(name) {
  const words = name.split(/[-/]/);
  const os = words.flatMap((word) => SYSTEMS[word] ?? []);
  const cpu = words.flatMap((word) => PROCESSORS[word] ?? []);
  const libc =
    words.includes("musl") || words.includes("musleabihf")
      ? ["musl"]
      : words.includes("gnu") || words.includes("gnueabihf")
        ? ["glibc"]
        : [];
  return os.length + cpu.length === 0 ? null : { cpu, os, libc };
}

/** Where npm would find it from there: nearest node_modules first. */
function isLocked(from, name) {
  for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf("/node_modules/"))) {
    if (`${folder}/node_modules/${name}` in lock.packages) return true;
    if (folder.lastIndexOf("/node_modules/") < 0) return `node_modules/${name}` in lock.packages;
  }
}

let added = 0;
for (const [from, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(from, name)) continue;
    const platform = describePlatform(name);
    if (platform === null || !/^\d+\.\d+\.\d+/.test(version)) {
      process.stderr.write(`${name}@${version} (of ${from}) says no system or exact version; add it by hand.\n`);
      process.exitCode = 1;
      continue;
    }
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(platform.cpu.length > 0 ? { cpu: platform.cpu } : {}),
      ...(entry.dev ? { dev: true } : {}),
      ...(platform.libc.length > 0 ? { libc: platform.libc } : {}),
      optional: true,
      ...(platform.os.length > 0 ? { os: platform.os } : {}),
    };
    added += 1;
  }
}
const [own, ...others] = Object.entries(lock.packages);
lock.packages = Object.fromEntries([own, ...others.sort(([left], [right]) => left.localeCompare(right, "en"))]);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added} entries added.\n`);
