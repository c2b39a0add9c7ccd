import "server-only";
import type { PartByHandInput } from "@/contracts/manual-matches";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { lineUnknown, statementSuperseded } from "@/server/commands/match-by-hand";
import { findNamedLine, keepManualMatch } from "@/server/reconciliation/manual-match";

type Parted = { channel: string; settlesOn: string; matchKey: string; becomes: "ALONE" | "AS_LISTED" };

/**
 * Parts a line from what it was paired with: so that it stands alone, or so that what people said about it no longer
 * counts. This only ever puts money into suspense, where every way out has its checker, so it needs none itself. The
 * day is run again at once.
 */
export const partByHand = defineCommand<PartByHandInput, Parted>({
  action: "reconciliation.part",
  permission: "reconciliation.match",
  object: ({ statementNo }) => ({ type: "statement", no: statementNo }),
  toHashed: ({ statementNo, lineNo, becomes, reason }) => ({ statementNo, lineNo, becomes, reason }),
  async effect(tx, { statementNo, lineNo, becomes, reason }) {
    const makerId = tx.context.actor.userId;
    if (makerId === null) return refuse("maker_missing", "Only a person can part a line by hand.");
    const line = await findNamedLine(tx, statementNo, lineNo);
    if (!line) return lineUnknown(statementNo, lineNo);
    if (line.isSuperseded) return statementSuperseded(statementNo);
    const isAlone = line.asMatchKey !== null && line.asMatchKey === `~${line.matchKey}`;
    if (becomes === "ALONE" && isAlone) {
      return refuse("line_alone_already", "This line stands alone already; nothing was changed.");
    }
    if (becomes === "AS_LISTED" && line.asMatchKey === null) {
      return refuse("line_as_listed_already", "Nobody has said anything about this line; it goes by its own number.");
    }
    await keepManualMatch(tx, line, { act: becomes === "ALONE" ? "PART" : "RELEASE" }, { makerId, reason });
    const { channel, settlesOn, matchKey } = line;
    const detail = { channel, settlesOn, itemKind: line.itemKind, lineNo, matchKey, was: line.asMatchKey, reason };
    const action = becomes === "ALONE" ? "line.parted" : "line.released";
    await appendAudit(tx, { action, objectType: "statement", objectNo: statementNo, detail });
    return accept({ channel, settlesOn, matchKey, becomes });
  },
});
