import { describe, expect, expectTypeOf, it } from "vitest";
import { ALL_RULES, type AmountOf, type AssetWordOf, CATALOGUE, type PostingEvent, type RoleOf } from "./catalogue";
import { RULE_GROUPS } from "./vocabulary";

describe("the catalogue", () => {
  it("has the newest version of every event, in groups that people know", () => {
    for (const rule of ALL_RULES) {
      const newest = Math.max(...ALL_RULES.filter((one) => one.event === rule.event).map((one) => one.version));
      expect(CATALOGUE[rule.event as PostingEvent].version).toBe(newest);
      expect(RULE_GROUPS).toContain(rule.source.group);
    }
  });

  it("lists the events that may move money between the funds, and those that need an approval", () => {
    const marked = (mark: "crossesFunds" | "needsApproval") =>
      Object.values(CATALOGUE).flatMap((rule) => (rule[mark] ? [rule.event] : []));
    expect(marked("crossesFunds").sort()).toEqual([
      "channel_cost.charged",
      "channel_cost.returned",
      "fees.swept",
      "lending.fee_charged",
      "merchant_fee.charged",
      "merchant_fee.returned",
      "platform_marketing.prefunded",
      "reserve.covered",
      "suspense.claim_written_off",
      "suspense.written_off_as_loss",
      "suspense.written_off_to_income",
      "voucher.reversed",
    ]);
    expect(marked("needsApproval").filter((event) => !event.startsWith("suspense."))).toEqual([
      "deposit.taken",
      "payout.late_charged",
      "reserve.transferred",
      "fees.swept",
      "adjustment",
    ]);
  });

  it("tells the compiler which amounts, roles and assets a rule names", () => {
    expectTypeOf<AmountOf<"bond.settled">>().toEqualTypeOf<"quantity" | "price">();
    expectTypeOf<RoleOf<"bond.settled">>().toEqualTypeOf<"seller" | "buyer">();
    expectTypeOf<AssetWordOf<"bond.settled">>().toEqualTypeOf<"bond" | "cash">();
    expectTypeOf<AmountOf<"platform_marketing.prefunded">>().toEqualTypeOf<"amount">();
    expectTypeOf<RoleOf<"platform_marketing.prefunded">>().toEqualTypeOf<"bank">();
    expectTypeOf<AssetWordOf<"order.captured">>().toEqualTypeOf<never>();
    expectTypeOf<AmountOf<"adjustment">>().toEqualTypeOf<never>();
    expectTypeOf<RoleOf<"voucher.reversed">>().toEqualTypeOf<never>();
  });
});
