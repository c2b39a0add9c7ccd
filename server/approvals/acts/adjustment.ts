import "server-only";
import { z } from "zod";
import { adjustmentChoice, adjustmentOrigin } from "@/contracts/adjustments";
import { ADJUSTMENT_REASONS } from "@/core/adjustments/reasons";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { accept, invariant, type Result } from "@/core/result";
import { toFrozenLines } from "@/server/adjustments/adjustment-plan";
import { planAdjustment } from "@/server/adjustments/plan-adjustment";
import { postAdjustment } from "@/server/adjustments/post-adjustment";
import { weighAdjustment } from "@/server/adjustments/weigh-adjustment";
import { type DependedObject, defineAct } from "@/server/approvals/act";
import { appendAudit } from "@/server/audit/append-audit";
import type { DbReader } from "@/server/transact";

const money = z.object({ asset: z.string(), amountMinor: z.string() });
/** `event` and `lines` are what the database compares with the voucher (see `check_voucher_approval`). */
export const adjustmentPayload = z.strictObject({
  adjustmentNo: z.string(),
  event: z.string(),
  lines: z.array(z.strictObject({ side: z.enum(["DEBIT", "CREDIT"]), accountNo: z.string(), amountMinor: z.string() })),
  totals: z.array(money),
  merchantNo: z.string().nullable(),
  choice: adjustmentChoice,
  reasonCode: z.enum(ADJUSTMENT_REASONS),
  origin: adjustmentOrigin.nullable(),
});
export type AdjustmentPayload = z.output<typeof adjustmentPayload>;

/** A voucher that people compose (调账), or one of those taken back. */
export const adjustment = defineAct<AdjustmentPayload>({
  name: "ADJUSTMENT",
  proposedWith: "adjustment.propose",
  payload: adjustmentPayload,
  object: ({ adjustmentNo }) => ({ type: "adjustment", no: adjustmentNo }),
  weigh: (db, { totals, merchantNo }) =>
    weighAdjustment(db, {
      totals: totals.map(({ asset, amountMinor }) => ({ asset, amountMinor: BigInt(amountMinor) })),
      merchantNo,
    }),
  observe,
  async execute(tx, { adjustmentNo, choice }, approval) {
    const planned = await planAdjustment(tx, SYSTEM_ACTOR, choice, { isWaiting: true });
    invariant(planned.ok, `${approval.approvalNo} was just compared with the facts`);
    const posted = await postAdjustment(tx, planned.value, { adjustmentNo, approval });
    if (!posted.ok) return posted;
    const { voucherNo } = posted.value;
    const detail = { approvalNo: approval.approvalNo, voucherNo };
    await appendAudit(tx, { action: "adjustment.posted", objectType: "adjustment", objectNo: adjustmentNo, detail });
    return accept({ voucherNo });
  },
  async describe(_db, { adjustmentNo, lines, choice, reasonCode, origin }) {
    const reason = { kind: "message", key: `act.ADJUSTMENT.reason.${reasonCode}` } as const;
    const changes = [{ field: "reason", before: null, after: reason }];
    const begun = origin && {
      field: "origin",
      before: null,
      after: { kind: "object", object: origin.type, no: origin.no } as const,
    };
    const reverses = choice.kind === "REVERSAL" && {
      field: "reverses",
      before: null,
      after: { kind: "object", object: "voucher", no: choice.voucherNo } as const,
    };
    return {
      subject: { kind: "object", object: "adjustment", no: adjustmentNo },
      changes: [...changes, ...(begun ? [begun] : []), ...(reverses ? [reverses] : [])],
      lines,
    };
  },
});

/** The lines as they would be planned now, and that nothing was posted for it; of a reversal, that nobody else was first. */
async function observe(db: DbReader, { adjustmentNo, choice }: AdjustmentPayload): Promise<Result<DependedObject[]>> {
  const planned = await planAdjustment(db, SYSTEM_ACTOR, choice, { isWaiting: true });
  if (!planned.ok) return planned;
  const version = (type: "adjustment" | "voucher", no: string) => readVersion(db, type, no);
  const { event, lines, reverses } = planned.value;
  const facts = { event, lines: toFrozenLines(lines) };
  return accept([
    { type: "adjustment", no: adjustmentNo, version: await version("adjustment", adjustmentNo), facts },
    ...(reverses
      ? [
          {
            type: "voucher",
            no: reverses.voucherNo,
            version: await version("voucher", reverses.voucherNo),
            facts: null,
          },
        ]
      : []),
  ]);
}

async function readVersion(db: DbReader, type: string, no: string): Promise<number> {
  const [row] = await db.query<{ version: number }>("SELECT approval_object_version($1, $2) AS version", [type, no]);
  invariant(row, "a function answers");
  return row.version;
}
