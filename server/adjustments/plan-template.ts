import "server-only";
import type { AdjustmentChoice } from "@/contracts/adjustments";
import { fillTemplate } from "@/core/adjustments/fill-template";
import { type AccountFacts, type Allowed, judgeVoucher } from "@/core/adjustments/judge-voucher";
import { blanksOf, FREE_EVENT } from "@/core/adjustments/manual-events";
import { CATALOGUE } from "@/core/ledger/catalogue";
import { findAsset } from "@/core/money/assets";
import type { Actor } from "@/core/permissions/actor";
import { accept, type Result, refuse } from "@/core/result";
import type { DbReader } from "@/server/transact";
import { type AdjustmentPlan, onlyOne, totalsOf } from "./adjustment-plan";
import { readAccounts, unopenedAccount } from "./read-accounts";
import { readParties } from "./read-parties";
import { refuseFault } from "./refuse-fault";

type TemplateChoice = Extract<AdjustmentChoice, { kind: "TEMPLATE" }>;

/** Plans an event of the catalogue with its blanks filled in. The rule says what may be touched and crossed. */
export async function planTemplate(
  db: DbReader,
  actor: Actor,
  { event, asset, amounts, roles }: TemplateChoice,
  allowed: Allowed,
): Promise<Result<AdjustmentPlan>> {
  if (event === FREE_EVENT) return refuse("adjustment_incomplete", "An adjustment without a template has lines.");
  if (findAsset(asset)?.kind !== "CASH")
    return refuse("asset_unknown", `${asset} is no currency of the desk.`, { asset });
  const blanks = blanksOf(event);
  const known = [...blanks.amounts, ...blanks.roles];
  const name = [...Object.keys(amounts), ...Object.keys(roles)].find((one) => !known.includes(one));
  if (name !== undefined) return refuse("adjustment_name_unknown", `${event} has nothing named ${name}.`, { name });
  const parties = await readParties(db, actor, blanks.roles, roles);
  if (!parties.ok) return parties;
  const filled = fillTemplate(event, { asset, amounts, roles });
  const facts = await readFacts(db, filled, asset);
  const { lines, faults } = judgeVoucher(filled, facts, {
    ...allowed,
    controlled: true,
    crossing: CATALOGUE[event].crossesFunds,
  });
  const [fault] = faults;
  if (fault) return refuseFault(fault, filled);
  if (lines === null) return refuse("adjustment_incomplete", "The voucher is not complete yet.");
  const { owner, parties: named } = parties.value;
  return accept({
    event,
    lines,
    totals: totalsOf(lines, () => asset),
    merchantNo: onlyOne([owner.merchant?.no ?? null, ...Object.values(named).map(({ no }) => no)]),
    template: { event, asset, amounts, owner, parties: named },
    reverses: null,
  });
}

/** Of all its accounts, also those that its posting would open. */
async function readFacts(
  db: DbReader,
  filled: ReturnType<typeof fillTemplate>,
  asset: string,
): Promise<Map<string, AccountFacts>> {
  const accountNos = filled.flatMap(({ accountNo }) => accountNo ?? []);
  const facts = new Map<string, AccountFacts>(await readAccounts(db, null, accountNos));
  for (const { accountNo, place } of filled) {
    if (accountNo !== null && !facts.has(accountNo)) facts.set(accountNo, unopenedAccount(place, accountNo, asset));
  }
  return facts;
}
