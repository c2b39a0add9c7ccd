import "server-only";
import type { Weight } from "@/server/approvals/act";
import type { DbReader } from "@/server/transact";
import type { AdjustmentPlan } from "./adjustment-plan";

/**
 * What the policy looks at. Of several assets there is no one amount: then the rule for any amount asks. Money of one
 * merchant counts together with what else is asked for that merchant.
 */
export async function weighAdjustment(
  db: DbReader,
  { totals, merchantNo }: Pick<AdjustmentPlan, "totals" | "merchantNo">,
): Promise<Weight> {
  const [first, second] = totals;
  const [merchant] = await db.query<{ id: bigint }>("SELECT id FROM merchants WHERE merchant_no = $1", [merchantNo]);
  return {
    ruledAct: "ADJUSTMENT",
    amount: first && !second ? first : null,
    payee: merchantNo === null ? null : `merchant ${merchantNo}`,
    merchantId: merchant?.id ?? null,
    editorIds: [],
  };
}
