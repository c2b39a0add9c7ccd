import "server-only";
import { type UserRightsPayload, userRightsPayload } from "@/contracts/administration";
import type { FieldChangeDto, FieldValueDto } from "@/contracts/approval-views";
import type { Json } from "@/core/json";
import { ROLES } from "@/core/permissions/permissions";
import { accept, invariant, refuse } from "@/core/result";
import { decideRights } from "@/core/users/decide-rights";
import { findUserRights, lockUserRights, saveUserRights } from "@/server/administration/user-rights";
import { defineAct } from "@/server/approvals/act";
import { appendAudit } from "@/server/audit/append-audit";
import { getEnv } from "@/server/env";

/** What a user may do, and for which merchants. Whoever it is about never checks it. */
export const userRoles = defineAct<UserRightsPayload>({
  name: "USER_ROLES",
  proposedWith: "user.edit",
  payload: userRightsPayload,
  object: ({ login }) => ({ type: "user", no: login }),
  async weigh(db, { login }) {
    const user = await findUserRights(db, login);
    invariant(user, `${login} was just looked at`);
    return { ruledAct: "USER_ROLES", amount: null, payee: null, merchantId: null, editorIds: [`${user.id}`] };
  },
  lock: (tx, { login }) => lockUserRights(tx, login),
  async observe(db, { login, after }) {
    const user = await findUserRights(db, login);
    if (!user) return refuse("user_unknown", `There is no user ${login}.`, { login });
    const { displayName, roles, merchantNos, isEnabled, version, otherAdmins } = user;
    const now = { roles, merchantNos, isEnabled };
    const decided = decideRights({ login, isActor: false, now, otherAdmins }, after);
    if (!decided.ok) return decided;
    return accept([{ type: "user", no: login, version, facts: { displayName, ...now } satisfies Json }]);
  },
  async execute(tx, { login, before, after }, { approvalNo }) {
    const user = await findUserRights(tx, login);
    invariant(user, `${login} is locked`);
    await saveUserRights(tx, user.id, after, getEnv().DESK_ROLE_COOL_DOWN_HOURS);
    const detail = { approvalNo, before, after };
    await appendAudit(tx, { action: "user.rights_changed", objectType: "user", objectNo: login, detail });
    return accept({ voucherNo: null });
  },
  async describe(_db, { login, displayName, before, after }) {
    return {
      subject: { kind: "text", text: `${displayName} (${login})` },
      changes: [
        ...(before.isEnabled ? [] : [{ field: "access", before: word("shutOut"), after: word("letIn") }]),
        ...ROLES.filter((role) => before.roles.includes(role) || after.roles.includes(role)).map(
          (role): FieldChangeDto => ({
            field: `role_${role}`,
            before: word(before.roles.includes(role) ? "has" : "hasNot"),
            after: word(after.roles.includes(role) ? "has" : "hasNot"),
          }),
        ),
        { field: "scope", before: scopeText(before.merchantNos), after: scopeText(after.merchantNos) },
      ],
    };
  },
});

function word(key: string): FieldValueDto {
  return { kind: "message", key: `act.USER_ROLES.value.${key}` };
}

function scopeText(merchantNos: readonly string[]): FieldValueDto {
  return merchantNos.length === 0 ? word("everyMerchant") : { kind: "text", text: merchantNos.join(", ") };
}
