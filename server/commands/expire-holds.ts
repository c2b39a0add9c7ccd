import "server-only";
import { accept } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { expireDueHolds } from "@/server/store/holds";

/** Releases what is left of holds whose time is over: at most a thousand a run, the rest with the next. */
export const expireHolds = defineCommand<Record<string, never>, { expired: string[] }>({
  action: "hold.expire",
  permission: "account.operate",
  object: () => ({ type: "hold", no: "expired" }),
  toHashed: () => ({}),
  async effect(tx) {
    const expired = await expireDueHolds(tx);
    for (const { holdNo, accountNo, releasedMinor } of expired) {
      const detail = { accountNo, releasedMinor: `${releasedMinor}` };
      await appendAudit(tx, { action: "hold.expired", objectType: "hold", objectNo: holdNo, detail });
    }
    return accept({ expired: expired.map((hold) => hold.holdNo) });
  },
});
