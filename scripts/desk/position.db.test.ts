import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RestPlaceDay, type RestPositionSum, restPosition } from "@/contracts/rest/position-operations";
import { hashApiKey, mintApiKey } from "@/server/auth/api-key";
import { addApiKey } from "@/server/commands/add-api-key";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { answerPositionGet } from "@/server/rest/position-api";
import { addUser, asSystem } from "@/tests/command-context";
import { accepted, type Desk, importBill, orderLine } from "@/tests/desk-fixture";
import { openPayoutDesk } from "@/tests/payout-fixture";
import { takeOrders } from "@/tests/small-company";

const ROOT = resolve(import.meta.dirname, "../..");
/** A Friday. */
const TODAY = "2026-11-20";
const NOW = `${TODAY}T12:00:00+08:00`;
const clockBefore = process.env.DESK_CLOCK;
let desk: Desk;
const [treasury, files, clerk] = [mintApiKey(), mintApiKey(), mintApiKey()];

beforeAll(async () => {
  process.env.DESK_CLOCK = NOW;
  desk = await openPayoutDesk();
  await takeOrders([orderLine({ orderNo: "P1", merchantNo: "M1", cashMinor: 10_000n }, "2026-11-19")]);
  await importBill("2026-11-19", [{ orderNo: "P1", amountMinor: 10_000n }]);
  accepted(await runReconciliation(asSystem(), { channel: "wechat", date: "2026-11-19" }));
  await addUser(desk.db.ownerPool, "treasurer", "FINANCE");
  await addUser(desk.db.ownerPool, "clerk", "CUSTOMER_SERVICE");
  const add = (name: string, key: string, scope: "position.view" | "statement.import", ownerLogin: string | null) =>
    addApiKey(asSystem(), { name, keyHash: hashApiKey(key), scopes: [scope], days: 9, ownerLogin });
  accepted(await add("treasury", treasury, "position.view", "treasurer"));
  accepted(await add("clerk", clerk, "position.view", "clerk"));
  accepted(await add("files", files, "statement.import", null));
});
afterAll(async () => {
  if (clockBefore === undefined) delete process.env.DESK_CLOCK;
  else process.env.DESK_CLOCK = clockBefore;
  await desk.db.drop();
});

type Answer = { code: number; out: string; err: string };

/** The command as people call it, in a process of its own and with nothing of ours in its environment. */
function position(...words: string[]): Promise<Answer> {
  const env = { PATH: process.env.PATH, DATABASE_URL: desk.db.appUrl, DESK_CLOCK: NOW, NODE_ENV: "test" as const };
  const args = ["--conditions=react-server", "--import", "tsx", "scripts/desk.ts", "position", ...words];
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd: ROOT, env }, (error, out, err) => {
      done({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, out, err });
    });
  });
}

async function rowsOf(...words: string[]): Promise<(RestPlaceDay | RestPositionSum)[]> {
  const { code, out } = await position(...words, "--json");
  expect(code).toBe(0);
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

async function ask(search: string, key = treasury) {
  const headers = { authorization: `Bearer ${key}` };
  const answer = await answerPositionGet(new Request(`http://desk/api/v1/position${search}`, { headers }));
  return { status: answer.status, body: await answer.json() };
}

test("desk position --json: an object per bank or channel and day, then the coverage of each asset", async () => {
  const rows = await rowsOf("--date", TODAY, "--days", "1");
  const reserve = rows.filter((row): row is RestPlaceDay => "bank" in row && row.bank === "reserve");
  // The remittance of the 19th, its channel's fee of 60 kept back, is due today.
  expect(reserve).toMatchObject([
    { date: TODAY, openingMinor: "360000", inMinor: "9940", outMinor: "0", closeMinor: "369940", shortfallMinor: "0" },
    { date: "2026-11-23", openingMinor: "369940", closeMinor: "369940", minimumMinor: null },
  ]);
  const wechat = rows.find((row) => "channel" in row && row.channel === "wechat");
  expect(wechat).toMatchObject({ date: TODAY, asset: "CNY", parts: { REMITTANCE: "-9940" }, capMinor: null });
  const last = rows.at(-1);
  expect(last).toMatchObject({
    // The channel took 60 that nobody has charged the merchant so far.
    coverage: { asset: "CNY", isCovered: false, owedMinor: "370000", surplusMinor: "-60" },
    settle: [{ on: TODAY, verdict: "YES" }, { on: "2026-11-23" }],
    transfers: [],
    overdue: [],
    onCallMinor: "200000",
  });
});

test("desk position: five days where none are said, and a sentence that answers whether today can be settled", async () => {
  const rows = await rowsOf();
  const days = rows.flatMap((row) => ("bank" in row && row.bank === "reserve" ? [row.date] : []));
  expect(days).toEqual([TODAY, "2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"]);
  const { out } = await position("--days", "0");
  expect(out.trimEnd().split("\n").at(-1)).toBe(`${TODAY} CNY: everything that falls due can be paid.`);
});

test.each([
  [["--days", "31"], "days_malformed"],
  [["--date", "20.11.2026"], "day_malformed"],
])("desk position %s is refused", async (words, code) => {
  const answer = await position(...words, "--json");
  expect(answer.code).toBe(1);
  expect(JSON.parse(answer.out)).toMatchObject({ refused: { code } });
});

test("GET /api/v1/position answers the same rows as the command line, in one object of the documented shape", async () => {
  const { status, body } = await ask(`?date=${TODAY}&days=2`);
  expect(status).toBe(200);
  const told = restPosition.parse(body);
  expect(told).toMatchObject({ date: TODAY, days: [TODAY, "2026-11-23", "2026-11-24"], endedThrough: null });
  expect([...told.places, ...told.sums]).toEqual(await rowsOf("--date", TODAY, "--days", "2"));
  expect((await ask("")).body.days).toHaveLength(6);
});

test.each([
  ["no key", `?date=${TODAY}`, "nothing", 401],
  ["a key for something else", `?date=${TODAY}`, files, 401],
  ["a key of somebody who may not see the position", `?date=${TODAY}`, clerk, 403],
  ["too many days", "?days=31", treasury, 400],
  ["a question that it does not know", "?day=today", treasury, 400],
])("GET /api/v1/position refuses %s", async (_, search, key, status) => {
  const answer = await ask(search, key);
  expect(answer).toMatchObject({ status, body: { code: expect.any(String) } });
  expect(answer.body).not.toHaveProperty("places");
});
