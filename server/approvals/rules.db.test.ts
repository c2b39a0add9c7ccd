import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { policyRules } from "@/contracts/approval-policy";
import { checkRules, findRule, type PolicyRule } from "@/core/approvals/policy";
import { hashInput, reader } from "@/server/transact";
import { canonicalRules } from "@/tests/approval-fixture";
import { openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
});
afterAll(() => db.drop());

const rule = fc.record({
  act: fc.constantFrom("ADJUSTMENT" as const, "REPAYOUT" as const),
  asset: fc.option(fc.constantFrom("CNY", "USD")),
  upToMinor: fc.option(fc.bigInt(1n, 40n)),
  seats: fc.constantFrom(["FINANCE" as const], ["FINANCE" as const, "FINANCE_LEAD" as const]),
  excludes: fc.constant([]),
  stepUp: fc.boolean(),
});
const weighed = fc.record({
  act: fc.constantFrom("ADJUSTMENT" as const, "REPAYOUT" as const),
  asset: fc.option(fc.constantFrom("CNY", "USD", "JPY")),
  summedMinor: fc.option(fc.bigInt(1n, 50n)),
});

it("the database finds the same rule as the pure function, whatever the rules", async () => {
  /** Two rules of one act and asset with the same limit are refused before they are in force. */
  const distinct = (rules: readonly PolicyRule[]) =>
    rules.filter(
      (one, at) =>
        rules.findIndex(
          (other) => `${other.act} ${other.asset} ${other.upToMinor}` === `${one.act} ${one.asset} ${one.upToMinor}`,
        ) === at,
    );
  await fc.assert(
    fc.asyncProperty(fc.array(rule, { maxLength: 8 }).map(distinct), weighed, async (rules, asked) => {
      const stored = canonicalRules(rules);
      const [row] = await reader.query<{ rule: unknown }>("SELECT approval_rule($1, $2, $3, $4) AS rule", [
        JSON.stringify(stored),
        asked.act,
        asked.asset,
        asked.summedMinor,
      ]);
      const found = findRule(rules, asked);
      expect(row?.rule ?? null).toEqual(found ? canonicalRules([found])[0] : null);
    }),
    { numRuns: 400 },
  );
});

it("the rules that the desk begins with can be in force, and hash in the database as they do here", async () => {
  const [row] = await reader.query<{ rules: never; hash: string }>(
    "SELECT rules, json_hash(rules) AS hash FROM approval_policies",
  );
  expect(checkRules(policyRules.parse(row?.rules)).ok).toBe(true);
  expect(row?.hash).toBe(hashInput(row?.rules ?? null));
});

it("any payload hashes in the database as it does here", async () => {
  const text = fc.string({ unit: "grapheme" }).filter((one) => !one.includes("\u0000"));
  const leaf = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
  const payload = fc.dictionary(
    text,
    fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }), fc.dictionary(text, leaf, { maxKeys: 3 })),
    { maxKeys: 5 },
  );
  await fc.assert(
    fc.asyncProperty(payload, async (value) => {
      const [row] = await reader.query<{ hash: string }>("SELECT json_hash($1) AS hash", [JSON.stringify(value)]);
      expect(row?.hash).toBe(hashInput(value));
    }),
    { numRuns: 400 },
  );
});
