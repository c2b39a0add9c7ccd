import { describe, expect, it } from "vitest";
import { CATALOGUE } from "@/core/ledger/catalogue";
import { judgeEvidence } from "./evidence";
import { PLAYBOOK } from "./playbook";
import { RESOLUTIONS } from "./resolutions";

describe("the playbook", () => {
  it.each(RESOLUTIONS)(
    "%s posts by a rule that asks for an approval and moves what its direction says",
    (resolution) => {
      const { event, direction } = PLAYBOOK[resolution];
      if (event === null) return expect(direction).toBe("EITHER");
      const rule = CATALOGUE[event];
      expect(rule.needsApproval).toBe(true);
      const lines = rule.lines.map(({ side, place }) => `${side} ${place}`);
      expect(lines).toContain(direction === "LONG" ? "DEBIT SUSPENSE_LONG" : "CREDIT SUSPENSE_SHORT");
    },
  );

  it("claims by one resolution alone, and says when the money is due", () => {
    const claims = RESOLUTIONS.filter((resolution) => PLAYBOOK[resolution].claimDueIn !== null);
    expect(claims).toEqual(["CLAIM_FROM_CHANNEL"]);
    expect(PLAYBOOK.CLAIM_FROM_CHANNEL.event).toBe("suspense.claimed");
  });

  it("takes back by reopening what posted a voucher of its own, and nothing else", () => {
    for (const resolution of RESOLUTIONS) {
      expect(PLAYBOOK[resolution].canReopen).toBe(PLAYBOOK[resolution].event !== null);
    }
  });
});

describe("evidence", () => {
  const NOTHING = { comments: 0, attachments: 0 };
  const { evidence } = PLAYBOOK.WRITE_OFF_AS_LOSS;
  it.each([
    ["a small loss", 1n, "CNY", NOTHING, ["FINDING:false"]],
    ["a small loss with a comment", 1n, "CNY", { comments: 1, attachments: 0 }, ["FINDING:true"]],
    ["just below the band", 99_999n, "CNY", { comments: 1, attachments: 0 }, ["FINDING:true"]],
    ["in the band", 100_000n, "CNY", { comments: 1, attachments: 0 }, ["FINDING:true", "ATTACHMENT:false"]],
    ["with a file alone", 100_000n, "CNY", { comments: 0, attachments: 1 }, ["FINDING:true", "ATTACHMENT:true"]],
    ["in an asset whose worth is unknown", 1n, "USD", NOTHING, ["FINDING:false", "ATTACHMENT:false"]],
  ] as const)("%s", (_, amountMinor, asset, count, states) => {
    const judged = judgeEvidence(evidence, amountMinor, asset, count);
    expect(judged.map(({ need, isMet }) => `${need}:${isMet}`)).toEqual(states);
  });
});
