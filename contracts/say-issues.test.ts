import { expect, test } from "vitest";
import { channelsFile } from "./channels";
import { ordersFileLine } from "./orders";
import { sayIssues } from "./say-issues";

const GOOD = { code: "wechat", name: "WeChat", format: "wechat-trade" };

function objectionsTo(file: unknown): string[] {
  const parsed = channelsFile.safeParse(file);
  return parsed.success ? [] : sayIssues(parsed.error);
}

test("a fault is named with the place where it stands, whichever of the three shapes the file has", () => {
  const objection = "a channel code is 2 to 32 of a-z, 0-9, _ and -";
  expect(objectionsTo({ ...GOOD, code: "W" })).toEqual([`code: ${objection}`]);
  expect(objectionsTo([GOOD, { ...GOOD, code: "W" }])).toEqual([`1.code: ${objection}`]);
  expect(objectionsTo({ channels: [{ ...GOOD, code: "W" }] })).toEqual([`channels.0.code: ${objection}`]);
});

test("an unknown key and a missing one are said of the object that was meant", () => {
  expect(objectionsTo({ ...GOOD, colour: "red" })).toEqual(['Unrecognized key: "colour"']);
  expect(objectionsTo({ channels: [{ name: "WeChat" }] }).join()).toContain("channels.0.code");
});

test("a rule over the whole file has no place", () => {
  expect(objectionsTo([GOOD, GOOD])).toEqual(["a channel stands twice in the file"]);
  expect(objectionsTo("wechat")).toHaveLength(1);
});

test("a leg of an order is found by its index", () => {
  const line = {
    type: "order",
    orderNo: "O1",
    merchantNo: "M1",
    asset: "CNY",
    dueMinor: "1.5",
    legs: [],
    status: "PAID",
  };
  const parsed = ordersFileLine.safeParse({ ...line, legs: [{ kind: "marketing", funder: "me", amountMinor: "1" }] });
  expect(parsed.success ? [] : sayIssues(parsed.error)).toEqual([
    "dueMinor: an amount is a string of 1 to 15 digits in minor units",
    expect.stringMatching(/^legs\.0\.funder: /),
  ]);
});
