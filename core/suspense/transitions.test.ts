import { expect, it } from "vitest";
import { SUSPENSE_STATUSES } from "./item";
import { SUSPENSE_TRANSITIONS, statusesBefore } from "./transitions";

const isOpen = (status: string) => status !== "RESOLVED" && status !== "AUTO_RESOLVED";

it("holds each step once, and none that leads nowhere", () => {
  const steps = SUSPENSE_TRANSITIONS.map(({ from, to }) => `${from}>${to}`);
  expect(new Set(steps).size).toBe(steps.length);
  for (const { from, to } of SUSPENSE_TRANSITIONS) expect(from).not.toBe(to);
});

it("a resolution is reached through a proposal alone, and left by reopening alone", () => {
  expect(statusesBefore("RESOLVED")).toEqual(["PROPOSED"]);
  expect(SUSPENSE_TRANSITIONS.filter(({ from }) => from === "RESOLVED")).toEqual([
    { from: "RESOLVED", to: "INVESTIGATING", act: "REOPEN" },
  ]);
});

it("what is open can be explained at any time, and what is explained stays so", () => {
  expect(statusesBefore("AUTO_RESOLVED")).toEqual(SUSPENSE_STATUSES.filter(isOpen));
  expect(SUSPENSE_TRANSITIONS.filter(({ from }) => from === "AUTO_RESOLVED")).toEqual([]);
});

it("a proposal that is not executed goes back to its investigation and nowhere else among the open ones", () => {
  const after = SUSPENSE_TRANSITIONS.filter(({ from, to }) => from === "PROPOSED" && isOpen(to));
  expect(after).toEqual([{ from: "PROPOSED", to: "INVESTIGATING", act: "RETURN" }]);
});
