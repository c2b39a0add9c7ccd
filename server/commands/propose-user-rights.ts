import "server-only";
import type { ProposeUserRightsInput } from "@/contracts/administration";
import { accept, type Result, refuse } from "@/core/result";
import { decideRights } from "@/core/users/decide-rights";
import { findUserRights, listUnknownMerchants, lockUserRights } from "@/server/administration/user-rights";
import { userRoles } from "@/server/approvals/acts/user-roles";
import { proposeApproval } from "@/server/approvals/propose-approval";
import { defineCommand } from "@/server/command";
import type { DbTransaction } from "@/server/transact";

type Wanted = Pick<ProposeUserRightsInput, "login" | "roles" | "merchantNos" | "reason">;
type Proposed = { login: string; approvalNo: string };

/** Asks that a user may do something else, or is let in again. They go on as before until somebody else has agreed. */
export const proposeUserRights = defineCommand<ProposeUserRightsInput, Proposed>({
  action: "user.propose_rights",
  permission: "user.edit",
  object: ({ login }) => ({ type: "user", no: login }),
  toHashed: ({ login, expectedVersion, roles, merchantNos, reason }) => ({
    login,
    expectedVersion,
    roles,
    merchantNos,
    reason,
  }),
  async effect(tx, input) {
    const { login, expectedVersion } = input;
    await lockUserRights(tx, login);
    const user = await findUserRights(tx, login);
    if (user && user.version !== expectedVersion) {
      return refuse("user_changed", `${login} has changed since you opened it. Look again; nothing was proposed.`, {
        login,
      });
    }
    return requestUserRights(tx, input);
  },
});

/** The same within a command that has made the user. */
export async function requestUserRights(
  tx: DbTransaction,
  { login, roles, merchantNos, reason }: Wanted,
): Promise<Result<Proposed>> {
  const user = await findUserRights(tx, login);
  if (!user) return refuse("user_unknown", `There is no user ${login}.`, { login });
  const { displayName, version: baseVersion, otherAdmins } = user;
  const before = { roles: user.roles, merchantNos: user.merchantNos, isEnabled: user.isEnabled };
  const isActor = `${user.id}` === tx.context.actor.userId;
  const decided = decideRights({ login, isActor, now: before, otherAdmins }, { roles, merchantNos });
  if (!decided.ok) return decided;
  const unknown = await listUnknownMerchants(tx, merchantNos);
  if (unknown.length > 0) {
    const merchants = unknown.join(", ");
    return refuse("merchant_unknown", `There is no merchant ${merchants}.`, { merchants });
  }
  const payload = { login, displayName, baseVersion, before, after: { roles, merchantNos } };
  const proposed = await proposeApproval(tx, userRoles.bind(payload), reason);
  return proposed.ok ? accept({ login, approvalNo: proposed.value.approvalNo }) : proposed;
}
