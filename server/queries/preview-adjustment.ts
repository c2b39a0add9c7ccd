import "server-only";
import type { AdjustmentPreviewDto, AdjustmentPreviewResultDto } from "@/contracts/adjustment-views";
import type { AdjustmentChoice } from "@/contracts/adjustments";
import { addDays } from "@/core/calendar/settlement-day";
import type { Actor } from "@/core/permissions/actor";
import { type AdjustmentPlan, toFrozenLines } from "@/server/adjustments/adjustment-plan";
import { planAdjustment } from "@/server/adjustments/plan-adjustment";
import { readAccounts } from "@/server/adjustments/read-accounts";
import { weighAdjustment } from "@/server/adjustments/weigh-adjustment";
import { readDayFacts } from "@/server/store/accounting-days";
import { reader } from "@/server/transact";
import { foretellRule } from "./asking-rule";
import { type Balances, toTAccounts } from "./t-accounts";

/** What a choice would post, on which day, and who would have to sign; or why it may not be proposed. Changes nothing. */
export async function previewAdjustment(
  actor: Actor,
  choice: AdjustmentChoice,
  today: string,
): Promise<AdjustmentPreviewResultDto> {
  const planned = await planAdjustment(reader, actor, choice);
  if (!planned.ok) return planned;
  const plan = planned.value;
  const lines = toFrozenLines(plan.lines);
  const { closedThrough } = await readDayFacts(reader);
  return {
    ok: true,
    preview: {
      event: plan.event,
      lines,
      drawings: await drawAdjustment(actor, lines, plan.totals, "projected"),
      accountingOn: today > closedThrough ? today : addDays(closedThrough, 1),
      rule: await foretellRule(reader, await weighAdjustment(reader, plan)),
    },
  };
}

type Drawn = Pick<AdjustmentPreviewDto, "drawings">["drawings"];

/** One drawing of accounts for each asset that the lines are in. */
export async function drawAdjustment(
  actor: Actor,
  lines: AdjustmentPreviewDto["lines"],
  totals: readonly Pick<AdjustmentPlan["totals"][number], "asset">[],
  balances: Balances,
): Promise<Drawn> {
  const known = await readAccounts(
    reader,
    null,
    lines.map(({ accountNo }) => accountNo),
  );
  return Promise.all(
    totals.map(async ({ asset }) => {
      const own = lines.filter(({ accountNo }) => (known.get(accountNo)?.asset ?? asset) === asset);
      return { asset, accounts: await toTAccounts(actor, own, asset, {}, balances) };
    }),
  );
}
