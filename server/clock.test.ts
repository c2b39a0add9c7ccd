import { expect, test } from "vitest";
import { makeClock } from "./clock";
import { parseEnv, requireWebSettings } from "./env";

const DATABASE = { DATABASE_URL: "postgresql://desk_app:x@db/clearing_desk" };

test("a fixed instant stands, one with a plus runs on, none is the system's", () => {
  let system = 1_000;
  const systemNow = () => system;
  const fixed = makeClock("2026-11-19T10:00:00+08:00", systemNow);
  const running = makeClock("+2026-11-19T10:00:00+08:00", systemNow);
  system += 5_000;
  expect(fixed.now().toISOString()).toBe("2026-11-19T02:00:00.000Z");
  expect(running.now().toISOString()).toBe("2026-11-19T02:00:05.000Z");
  expect(makeClock(undefined, systemNow).now().getTime()).toBe(6_000);
});

test.each(["2026-11-19", "2026-13-19T10:00:00Z", "++2026-11-19T10:00:00Z", "tomorrow", "2026-11-19T10:00:00"])(
  "%s is no instant",
  (setting) => {
    expect(() => makeClock(setting, Date.now)).toThrow(/DESK_CLOCK must be an instant/);
  },
);

test("production refuses a set clock and missing secrets, the demo may set its clock", () => {
  const production = { ...DATABASE, NODE_ENV: "production", DESK_CLOCK: "2026-11-19T10:00:00Z" };
  expect(() => parseEnv(production)).toThrow("DESK_CLOCK is refused in production");
  expect(parseEnv({ ...production, DESK_DEMO: "1" }).DESK_CLOCK).toBe("2026-11-19T10:00:00Z");
  expect(() => requireWebSettings(parseEnv(DATABASE))).toThrow("Required in production: NEXTAUTH_URL, AUTH_SECRET");
});

test("a fault names the variable, never its value", () => {
  expect(() => parseEnv({ DATABASE_URL: "mysql://root:hunter2@db" })).toThrow(
    "DATABASE_URL: must begin with postgresql://",
  );
  expect(() => parseEnv({ DATABASE_URL: "mysql://root:hunter2@db" })).not.toThrow("hunter2");
});
