import "server-only";
import type { FieldChangeDto } from "@/contracts/approval-views";
import { type ServiceLevelsPayload, serviceLevelsPayload } from "@/contracts/service-levels";
import { accept } from "@/core/result";
import type { ServiceLevel } from "@/core/suspense/service-levels";
import { defineAct } from "@/server/approvals/act";
import { appendAudit } from "@/server/audit/append-audit";
import { getServiceLevels, insertServiceLevels, withoutLevels } from "@/server/store/service-levels";
import type { DbReader } from "@/server/transact";

/** There is one list of levels. */
const LIST_NO = "LEVELS";

/** How urgent items are and how long they may take: another version of the list. What is open keeps what it was given. */
export const serviceLevels = defineAct({
  name: "SERVICE_LEVELS",
  proposedWith: "serviceLevel.propose",
  payload: serviceLevelsPayload,
  object: () => ({ type: "service_levels", no: LIST_NO }),
  async weigh() {
    return { ruledAct: "SERVICE_LEVELS", amount: null, payee: null, merchantId: null, editorIds: [] };
  },
  async observe(db) {
    const { version } = await getServiceLevels(db);
    return accept([{ type: "service_levels", no: LIST_NO, version, facts: null }]);
  },
  async execute(tx, { baseVersion, levels }, { id, approvalNo, makerId, reason }) {
    const version = baseVersion + 1;
    const { levels: before } = await getServiceLevels(tx, baseVersion);
    await insertServiceLevels(tx, { version, levels, before, reason, approvalId: id, makerId });
    const detail = { version, approvalNo };
    await appendAudit(tx, {
      action: "service_levels.approved",
      objectType: "service_levels",
      objectNo: LIST_NO,
      detail,
    });
    return accept({ voucherNo: null });
  },
  describe: describeLevels,
});

/** What goes and what comes, and how many of the items that were open when it was asked would have got something else. */
async function describeLevels(db: DbReader, { baseVersion, levels, openItems }: ServiceLevelsPayload) {
  const { levels: base } = await getServiceLevels(db, baseVersion);
  const value = (all: readonly ServiceLevel[]) =>
    ({ kind: "levels", levels: all.map((level) => ({ ...level, fromMinor: `${level.fromMinor}` })) }) as const;
  const counts = Object.fromEntries(Object.entries(openItems).map(([name, count]) => [name, `${count}`]));
  const changes: FieldChangeDto[] = [
    { field: "levels", before: value(withoutLevels(base, levels)), after: value(withoutLevels(levels, base)) },
    { field: "openItems", before: null, after: { kind: "message", key: "levels.openItems", values: counts } },
  ];
  const values = { version: `${baseVersion + 1}` };
  return { subject: { kind: "message", key: "levels.subject", values } as const, changes };
}
