import "server-only";
import type { SetAccountBufferingInput } from "@/contracts/account-buffering";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";

/**
 * Makes an account buffered (缓冲记账) or direct. Of a buffered account, what comes in waits and is folded in within
 * seconds, so that many may pay into it at once; what goes out is posted at once in either mode. Safe while it is posted to.
 */
export const setAccountBuffering = defineCommand<SetAccountBufferingInput, { accountNo: string; isBuffered: boolean }>({
  action: "account.buffer",
  permission: "account.operate",
  object: ({ accountNo }) => ({ type: "account", no: accountNo }),
  toHashed: ({ accountNo, isBuffered }) => ({ accountNo, isBuffered }),
  async effect(tx, { accountNo, isBuffered }) {
    const [account] = await tx.query<{ id: bigint; was: boolean }>(
      `SELECT a.id, held.is_buffered AS was FROM accounts a JOIN account_balances held ON held.account_id = a.id
       WHERE a.account_no = $1`,
      [accountNo],
    );
    if (!account) return refuse("account_unknown", `There is no account ${accountNo}.`);
    await tx.query("SELECT ledger_set_buffered($1, $2, $3)", [tx.context.commandId, account.id, isBuffered]);
    if (account.was !== isBuffered) {
      const action = isBuffered ? "account.buffered" : "account.direct";
      await appendAudit(tx, { action, objectType: "account", objectNo: accountNo, detail: {} });
    }
    return accept({ accountNo, isBuffered });
  },
});
