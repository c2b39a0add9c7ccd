import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CATALOGUE } from "@/core/ledger/catalogue";
import type { RuleSource } from "@/core/ledger/rule";
import { RULE_SOURCES } from "@/core/ledger/rule-sources";
import { findPostingRule, listPostingRules } from "@/server/queries/list-posting-rules";
import { openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { writePostingRules } from "./posting-rules";
import { writeReferenceData } from "./reference-data";

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
});
afterAll(() => db.drop());

const FEE: RuleSource = RULE_SOURCES.find((source) => source.event === "merchant_fee.charged") ?? RULE_SOURCES[0];
/** The second version that finance might want: the fee comes out of the settlement account. */
const SECOND: RuleSource = {
  ...FEE,
  version: 2,
  meaning: { ...FEE.meaning, en: "Our fee leaves the merchant’s settlement account." },
  lines: ["debit 2202.02 of merchant: fee", "credit 6001: fee"],
};

function withFee(...fees: readonly RuleSource[]): RuleSource[] {
  return [...RULE_SOURCES.filter((source) => source.event !== FEE.event), ...fees];
}

async function stored(): Promise<unknown> {
  return (await db.ownerPool.query("SELECT event, version, rule, stored_at FROM posting_rules ORDER BY 1, 2")).rows;
}

describe("the stored catalogue", () => {
  it("is what the code says, and writing it again changes nothing", async () => {
    const before = await stored();
    expect(before).toHaveLength(RULE_SOURCES.length);
    expect(await writeReferenceData(db.ownerPool)).toEqual({ ok: true, value: null });
    expect(await stored()).toEqual(before);
  });

  it("tells the database which events need an approval, and which may cross the funds", async () => {
    const { rows } = await db.ownerPool.query(
      'SELECT event, needs_approval, crosses_funds FROM voucher_events ORDER BY event COLLATE "C"',
    );
    const expected = Object.values(CATALOGUE)
      .map(({ event, needsApproval, crossesFunds }) => ({
        event,
        needs_approval: needsApproval,
        crosses_funds: crossesFunds,
      }))
      .sort((left, right) => (left.event < right.event ? -1 : 1));
    expect(rows).toEqual(expected);
  });

  it("takes no other content under a number that it has, and says what to do", async () => {
    const before = await stored();
    const changed = { ...FEE, meaning: { ...FEE.meaning, en: "Something else." } };
    expect(await writePostingRules(db.ownerPool, withFee(changed, SECOND))).toMatchObject({
      ok: false,
      refusal: {
        code: "posting_rule_changed",
        message: expect.stringMatching(
          /^Version 1 of the posting rule merchant_fee.charged is stored .* write the new rule below it as version 2\.$/,
        ),
      },
    });
    expect(await stored()).toEqual(before);
  });

  it("misses no version that it has", async () => {
    expect(await writePostingRules(db.ownerPool, withFee())).toMatchObject({
      ok: false,
      refusal: { code: "posting_rule_missing", message: expect.stringMatching(/has version 1 of the posting rule/) },
    });
  });

  it("cannot be changed, emptied or skipped in, not even by the owner, and the app cannot write it", async () => {
    const asOwner = (sql: string) => db.ownerPool.query(sql);
    await expect(asOwner("UPDATE posting_rules SET rule = rule")).rejects.toThrow(/append-only/);
    await expect(asOwner("DELETE FROM posting_rules")).rejects.toThrow(/append-only/);
    await expect(asOwner("TRUNCATE posting_rules")).rejects.toThrow(/append-only/);
    const row = (version: number) => `('fees.swept', ${version}, '{"event": "fees.swept", "version": ${version}}')`;
    const insert = (version: number) => `INSERT INTO posting_rules (event, version, rule) VALUES ${row(version)}`;
    await expect(asOwner(insert(3))).rejects.toThrow(/the next version of fees.swept is 2, not 3/);
    await expect(asOwner(insert(2).replace('"fees.swept", "v', '"fees.sweep", "v'))).rejects.toThrow(
      /rule_is_of_its_event/,
    );
    await expect(db.pool.query(insert(2))).rejects.toThrow(/permission denied/);
  });
});

describe("a new version", () => {
  it("stands beside the old one, which stays readable for ever", async () => {
    expect(await writePostingRules(db.ownerPool, withFee(FEE, SECOND))).toEqual({ ok: true, value: { stored: 1 } });
    const newest = await findPostingRule(FEE.event, null);
    expect(newest?.rule).toMatchObject({ version: 2, rows: [{ glCode: "2202.02" }, { glCode: "6001" }] });
    expect(newest?.versions).toMatchObject([
      {
        version: 2,
        added: ["debit 2202.02 of merchant: fee"],
        removed: ["debit 2202.01 of merchant: fee"],
        changed: ["meaning"],
      },
      { version: 1, added: [], removed: [], changed: [] },
    ]);
    expect((await findPostingRule(FEE.event, 1))?.rule).toMatchObject({
      version: 1,
      rows: [{ glCode: "2202.01" }, {}],
    });
    expect(await findPostingRule(FEE.event, 3)).toBeNull();
    // The program of this build knows the first version alone, and touches nothing of a database that is ahead of it.
    expect(await writeReferenceData(db.ownerPool)).toMatchObject({
      ok: false,
      refusal: { code: "posting_rule_missing", message: expect.stringContaining("has version 2 of the posting rule") },
    });
    const listed = await listPostingRules();
    expect(listed.find((rule) => rule.event === FEE.event)?.version).toBe(2);
    expect(listed.map((rule) => rule.event)).toEqual(RULE_SOURCES.map((source) => source.event));
  });
});

describe("a rule to read", () => {
  it("shows each line with its example, and what its amounts have to add up to", async () => {
    const captured = await findPostingRule("order.captured", null);
    expect(captured?.rule.rows.map((row) => [row.side, row.glCode, row.amount?.zh, row.example?.amountMinor])).toEqual([
      ["DEBIT", "1122", "渠道实付", "9500"],
      ["DEBIT", "2202.03", "商户优惠", "300"],
      ["DEBIT", "2202.01", "营销户不足部分", undefined],
      ["DEBIT", "2202.09", "平台优惠", "200"],
      ["CREDIT", "2202.01", "订单金额", "10000"],
    ]);
    expect(captured?.rule.conditions).toMatchObject([
      { asset: null, debit: [{}, {}, {}, {}], credit: [{ en: "order amount" }] },
    ]);
    const settled = await findPostingRule("bond.settled", null);
    expect(settled?.rule.conditions).toEqual([]);
    expect(settled?.rule.rows[0]).toMatchObject({ example: { amountMinor: "300000000", asset: "240011.IB" } });
    const adjustment = await findPostingRule("adjustment", null);
    expect(adjustment?.rule).toMatchObject({ kind: "AS_APPROVED", rows: [{ amount: null }, { amount: null }] });
  });
});
