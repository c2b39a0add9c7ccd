import { afterAll, beforeAll, expect, it } from "vitest";
import { channelInput } from "@/contracts/channels";
import { setChannels } from "@/server/commands/set-channels";
import { reader } from "@/server/transact";
import { asSystem, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
});
afterAll(() => db.drop());

async function set(name: string, expectedVersion?: number): Promise<string> {
  const channels = [channelInput.parse({ code: "wechat", name, format: "wechat-trade" })];
  const input = expectedVersion === undefined ? { channels } : { channels, expectedVersion };
  const result = await setChannels(asSystem(), input);
  return result.ok ? "done" : result.refusal.code;
}

async function current(): Promise<{ name: string; version: number } | undefined> {
  const [row] = await reader.query<{ name: string; version: number }>("SELECT name, version FROM channels");
  return row;
}

it("creates what is not there, and refuses to create it again", async () => {
  expect(await set("First", 0)).toBe("done");
  expect(await set("Second", 0)).toBe("channel_changed");
  expect(await current()).toEqual({ name: "First", version: 1 });
});

it("changes the version that was seen; of two at once one is told", async () => {
  const outcomes = await Promise.all([set("Left", 1), set("Right", 1)]);
  expect(outcomes.sort()).toEqual(["channel_changed", "done"]);
  expect(await current()).toMatchObject({ version: 2 });
});

it("overwrites where no version is given, as the command line does", async () => {
  expect(await set("Third")).toBe("done");
  expect(await current()).toEqual({ name: "Third", version: 3 });
});
