import { expect, test } from "vitest";
import { makeLog } from "./log";
import { maskForLog, maskText } from "./mask-secrets";

const CARDS = ["4111111111111111", "5500 0000 0000 0004", "6222-0212-3456-7890-128", "378282246310005"];

test.each(CARDS)("a card number keeps six and four digits: %s", (card) => {
  const digits = card.replace(/\D/g, "");
  const masked = maskText(`paid with ${card}, thanks`);
  expect(masked).toBe(`paid with ${digits.slice(0, 6)}${"*".repeat(digits.length - 10)}${digits.slice(-4)}, thanks`);
});

test.each([
  ["a number that fails Luhn", "4111111111111112"],
  ["a day in a document number", "RF20261119000000042"],
  ["a channel's 28-digit number", "4200001234202611191234567890"],
  ["an instant", "2026-11-19T12:00:00.000Z"],
])("%s stays as it is", (_, text) => {
  expect(maskText(text)).toBe(text);
});

test("secrets go by their name, at any depth, and from connection strings", () => {
  expect(
    maskForLog({ user: { password: "x", apiKey: "y", name: "li" }, url: "postgresql://desk_app:hunter2@db/x" }),
  ).toEqual({
    user: { password: "[masked]", apiKey: "[masked]", name: "li" },
    url: "postgresql://desk_app:[masked]@db/x",
  });
});

test("nothing of a card number or a row's detail reaches the log, whichever way it is logged", () => {
  const lines: string[] = [];
  const log = makeLog("info", { write: (line: string) => lines.push(line) });
  const error = Object.assign(new Error("card 4111111111111111"), { detail: "Key (login)=(wang) already exists." });
  log.info("card 4111111111111111");
  log.info({ note: { deep: ["4111111111111111"] }, number: 4111111111111111n }, "see %s", "4111111111111111");
  log.error(error);
  log.error({ err: error }, "failed");
  log.child({ part: "worker" }).info({ amountMinor: 9500n, count: 3 }, "done");
  expect(lines).toHaveLength(5);
  expect(lines.join("")).not.toMatch(/4111111111111111|wang/);
  expect(JSON.parse(lines[3] ?? "")).toMatchObject({ msg: "failed", err: { type: "Error" } });
  expect(lines.map((line) => JSON.parse(line))[4]).toMatchObject({
    part: "worker",
    amountMinor: "9500",
    count: 3,
    msg: "done",
  });
});
