import "server-only";
import type { AskChannelInput } from "@/contracts/money-out";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { lockAttempt } from "@/server/money-out/attempts";

/** Has the channel asked about an attempt now rather than at its next turn; asking changes nothing there. */
export const askChannel = defineCommand<AskChannelInput, { outNo: string }>({
  action: "attempt.ask",
  permission: "money.inquire",
  object: ({ outNo }) => ({ type: "attempt", no: outNo }),
  toHashed: ({ outNo }) => ({ outNo }),
  async effect(tx, { outNo }) {
    const attempt = await lockAttempt(tx, { outNo });
    if (!attempt) return refuse("attempt_unknown", `There is no attempt ${outNo}.`);
    if (attempt.status !== "IN_DOUBT" && attempt.status !== "PROCESSING") {
      return refuse(
        "attempt_not_asked",
        `Attempt ${outNo} is neither in doubt nor under way; there is nothing to ask.`,
      );
    }
    await tx.query("UPDATE money_attempts SET next_inquiry_at = now(), version = version + 1 WHERE id = $1", [
      attempt.id,
    ]);
    const detail = { objectNo: attempt.objectNo };
    await appendAudit(tx, { action: "attempt.asked", objectType: "attempt", objectNo: outNo, detail });
    return accept({ outNo });
  },
});
