import { spawnSync } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Binaries, prepareBinaries, SYSTEM_FOLDER } from "./binaries";
import { makeFolder, readIfPresent, SetupError, writePrivate } from "./private-files";
import { commandLine, isAlive } from "./process-identity";
import { canReach, chooseSystemUser, type SystemUser } from "./system-user";

/** One PostgreSQL data folder of ours and what is needed to start and stop it. */
export type Cluster = { folder: string; data: string; log: string; user: SystemUser | null; binaries: Binaries };

const START_ATTEMPTS = 20;
const START_TIMEOUT_SECONDS = 120;
const LOG_LIMIT_BYTES = 10_000_000;
const SMALL_SHARED_MEMORY_BYTES = 512 * 1024 * 1024;
const POSTGRES_ENVIRONMENT = {
  PATH: process.env.PATH,
  LANG: "C",
  LC_ALL: "C",
  TZ: "UTC",
  NODE_ENV: "production",
} as const;

export function openCluster(dataFolder: string): Cluster {
  makeFolder(dataFolder);
  const link = join(dataFolder, "postgres");
  const user = chooseSystemUser(existsSync(link) ? realpathSync(link) : null);
  const folder = databaseFolder(link, dataFolder, user);
  return {
    folder,
    data: join(folder, "data"),
    log: join(folder, "server.log"),
    user,
    binaries: prepareBinaries(user, dataFolder),
  };
}

/** Beside our other data where the database's user can reach it; otherwise elsewhere, with a link that says where. */
function databaseFolder(link: string, dataFolder: string, user: SystemUser | null): string {
  if (existsSync(link)) return realpathSync(link);
  // A dangling link: its target was deleted, and with it the data.
  rmSync(link, { force: true });
  let folder = link;
  if (user !== null && !canReach(user, realpathSync(dataFolder))) {
    makeFolder(SYSTEM_FOLDER);
    folder = mkdtempSync(join(SYSTEM_FOLDER, "postgres-"));
    symlinkSync(folder, link);
  } else {
    makeFolder(folder, 0o700);
  }
  if (user !== null) chownSync(folder, user.uid, user.gid);
  return realpathSync(folder);
}

/** Makes a new data folder. It gets its final name only when complete, so that an interrupted one is simply redone. */
export function initialiseOnce(cluster: Cluster, password: string, durable: boolean): void {
  if (existsSync(cluster.data)) return;
  const partial = `${cluster.data}.new`;
  const passwordFile = join(cluster.folder, "initial-password");
  rmSync(partial, { recursive: true, force: true });
  writePrivate(passwordFile, `${password}\n`);
  const run = spawnSync(
    cluster.binaries.path("initdb"),
    [
      ...[
        "-D",
        partial,
        "-U",
        "postgres",
        "--pwfile",
        passwordFile,
        "--auth-host=scram-sha-256",
        "--auth-local=reject",
      ],
      // Code-point order on every machine and every later library version, with Unicode case rules.
      ...[
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
      ],
      ...(durable ? [] : ["--no-sync"]),
    ],
    { ...asUser(cluster), encoding: "utf8" },
  );
  rmSync(passwordFile, { force: true });
  if (run.status !== 0) {
    throw new SetupError(`PostgreSQL could not create its data folder ${partial}: ${run.stderr || run.error?.message}`);
  }
  renameSync(partial, cluster.data);
}

/** How a server is started: tests give up `durable`, and one that died has to come back on its port. */
export type ServerOptions = { durable: boolean; isPortFixed: boolean };

/** Starts the server on the wished port, or a free one when that is taken. Gives the port it listens on. */
export async function startServer(
  cluster: Cluster,
  wishedPort: number | null,
  options: ServerOptions,
): Promise<number> {
  const { durable, isPortFixed } = options;
  dropStalePidFile(cluster);
  rotateLog(cluster);
  let port = wishedPort !== null && (isPortFixed || (await isFree(wishedPort))) ? wishedPort : await findFreePort();
  for (let attempt = 1; ; attempt += 1) {
    const logStart = logSize(cluster);
    const run = pgCtl(
      cluster,
      "start",
      "-w",
      "-t",
      String(START_TIMEOUT_SECONDS),
      "-l",
      cluster.log,
      "-o",
      settings(port, durable),
    );
    if (run.status === 0) return port;
    const reason = (readIfPresent(cluster.log) ?? "").slice(logStart);
    if (attempt === START_ATTEMPTS || !isPassing(reason)) {
      throw new SetupError(
        `PostgreSQL did not start. Its log, ${cluster.log}, ends:\n${reason.slice(-1500)}${run.stderr}`,
      );
    }
    if (reason.includes("could not bind") && !isPortFixed) port = await findFreePort();
    else await sleep(500);
  }
}

export function stopServer(cluster: Cluster): void {
  const run = pgCtl(cluster, "stop", "-m", "fast", "-w", "-t", "60");
  if (run.status !== 0 && runningPort(cluster) !== null) {
    throw new SetupError(`PostgreSQL did not stop (${cluster.data}): ${run.stderr}`);
  }
}

/** The port of the server that runs on this data folder now, whoever started it. */
export function runningPort(cluster: Cluster): number | null {
  const lines = readIfPresent(join(cluster.data, "postmaster.pid"))?.split("\n");
  if (lines === undefined || !isOurServer(Number(lines[0]), cluster)) return null;
  const port = Number(lines[3]);
  return Number.isInteger(port) && port > 0 ? port : null;
}

function isOurServer(pid: number, cluster: Cluster): boolean {
  return pid > 0 && isAlive(pid) && commandLine(pid).includes(cluster.data);
}

/** PostgreSQL trusts any living process with the noted id, which after a kill -9 may be something else by now. */
function dropStalePidFile(cluster: Cluster): void {
  const path = join(cluster.data, "postmaster.pid");
  const content = readIfPresent(path);
  if (content !== null && !isOurServer(Number(content.split("\n")[0]), cluster)) rmSync(path, { force: true });
}

/** Causes that go away: another program took the port first, or children of a killed server are still ending. */
function isPassing(reason: string): boolean {
  return /could not bind|shared memory block .* still in use|lock file .* already exists/s.test(reason);
}

function settings(port: number, durable: boolean): string {
  const values: Record<string, string | number> = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 200,
    timezone: "UTC",
    log_timezone: "UTC",
    shared_buffers: durable ? "256MB" : "128MB",
    max_wal_size: "2GB",
    max_locks_per_transaction: 256,
    log_checkpoints: "off",
    jit: "off",
    // Failing statements and error details hold customers' values; they do not belong in a log file.
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    // Tests say themselves when a table is vacuumed: what they count may not depend on who was there first.
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off", autovacuum: "off" }),
    ...(hasSmallSharedMemory() ? { dynamic_shared_memory_type: "mmap" } : {}),
  };
  return Object.entries(values)
    .map(([name, value]) => `-c ${name}=${value === "" ? "''" : value}`)
    .join(" ");
}

/** Containers often have 64 MB of /dev/shm, where a parallel query then fails half-way. */
function hasSmallSharedMemory(): boolean {
  if (process.platform !== "linux" || !existsSync("/dev/shm")) return false;
  const { blocks, bsize } = statfsSync("/dev/shm");
  return blocks * bsize < SMALL_SHARED_MEMORY_BYTES;
}

function pgCtl(cluster: Cluster, action: string, ...options: string[]): { status: number | null; stderr: string } {
  // Its output must not be piped: the server inherits it and would hold the pipe open for good.
  const arguments_ = [action, "-s", "-D", cluster.data, ...options];
  const run = spawnSync(cluster.binaries.path("pg_ctl"), arguments_, { ...asUser(cluster), stdio: "ignore" });
  return { status: run.status, stderr: run.error?.message ?? "" };
}

function asUser(cluster: Cluster): { uid?: number; gid?: number; cwd: string; env: typeof POSTGRES_ENVIRONMENT } {
  const { user } = cluster;
  return { ...(user === null ? {} : { uid: user.uid, gid: user.gid }), cwd: cluster.folder, env: POSTGRES_ENVIRONMENT };
}

function logSize(cluster: Cluster): number {
  return existsSync(cluster.log) ? statSync(cluster.log).size : 0;
}

function rotateLog(cluster: Cluster): void {
  if (logSize(cluster) > LOG_LIMIT_BYTES) renameSync(cluster.log, `${cluster.log}.1`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
