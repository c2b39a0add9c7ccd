import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withFolderLock } from "./folder-lock";
import { isSameProcessAlive, processIdentity } from "./process-identity";

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "desk-lock-"));
  lock = join(folder, "lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("one at a time, and the lock is gone afterwards, also after a failure", async () => {
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await sleep(5);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 8 }, () => withFolderLock(lock, 10_000, work)));
  expect(most).toBe(1);
  await expect(withFolderLock(lock, 100, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(existsSync(lock)).toBe(false);
});

test("a killed holder's lock is taken over, by one only", async () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  writeFileSync(lock, `${pid}:1`);
  let inside = 0;
  const work = async (): Promise<number> => {
    inside += 1;
    const seen = inside;
    await sleep(5);
    inside -= 1;
    return seen;
  };
  const seen = await Promise.all(Array.from({ length: 4 }, () => withFolderLock(lock, 10_000, work)));
  expect(seen).toEqual([1, 1, 1, 1]);
});

test("a living holder is waited for, and named when it takes too long", async () => {
  writeFileSync(lock, processIdentity(process.pid) ?? "");
  await expect(withFolderLock(lock, 150, async () => undefined)).rejects.toThrow(`pid ${process.pid}`);
});

test("a process id alone does not make the same process: it may have been given out again", () => {
  const own = processIdentity(process.pid) ?? "";
  expect(isSameProcessAlive(own)).toBe(true);
  expect(isSameProcessAlive(`${process.pid}:1`)).toBe(false);
  expect(isSameProcessAlive("")).toBe(false);
});
