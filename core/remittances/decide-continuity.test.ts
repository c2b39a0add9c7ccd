import { expect, test } from "vitest";
import { decideContinuity } from "./decide-continuity";

const link = (startsOn: string, endsOn: string, openingMinor: bigint, closingMinor: bigint) => ({
  statementNo: `BS${endsOn}`,
  startsOn,
  endsOn,
  openingMinor,
  closingMinor,
});
const CHAIN = [link("2026-11-16", "2026-11-16", 10n, 20n), link("2026-11-20", "2026-11-20", 50n, 60n)];

test.each([
  ["goes on from the day before", "2026-11-17", "2026-11-17", 20n, 30n, false, "accepted"],
  [
    "begins with another balance on the day after",
    "2026-11-17",
    "2026-11-17",
    21n,
    30n,
    false,
    "bank_balance_discontinuous",
  ],
  [
    "begins with another balance on the same day",
    "2026-11-16",
    "2026-11-16",
    21n,
    30n,
    false,
    "bank_balance_discontinuous",
  ],
  ["days are missing before it", "2026-11-18", "2026-11-18", 33n, 40n, false, "accepted"],
  ["does not lead to the day after", "2026-11-19", "2026-11-19", 33n, 49n, false, "bank_balance_discontinuous"],
  ["a correction that what follows has to follow", "2026-11-19", "2026-11-19", 33n, 49n, true, "accepted"],
  ["fills the gap whole", "2026-11-17", "2026-11-19", 20n, 50n, false, "accepted"],
  ["begins on the closing day, as MT940 writes it", "2026-11-16", "2026-11-17", 20n, 30n, false, "accepted"],
  ["holds a day that is here", "2026-11-15", "2026-11-17", 0n, 30n, false, "bank_statement_overlaps"],
  ["the first one of an account", "2020-01-01", "2020-01-31", 7n, 9n, false, "accepted"],
] as const)("%s", (_, startsOn, endsOn, openingMinor, closingMinor, isCorrection, expected) => {
  const decided = decideContinuity({ startsOn, endsOn, openingMinor, closingMinor }, CHAIN, isCorrection, 2);
  expect(decided.ok ? "accepted" : decided.refusal.code).toBe(expected);
});

test("a refusal says both balances and what to do", () => {
  const decided = decideContinuity(
    { startsOn: "2026-11-17", endsOn: "2026-11-17", openingMinor: 21n, closingMinor: 30n },
    CHAIN,
    false,
    2,
  );
  expect(decided).toMatchObject({
    refusal: {
      params: { statementNo: "BS2026-11-16", expected: "0.20", found: "0.21" },
      message: expect.stringContaining("import it first"),
    },
  });
});
