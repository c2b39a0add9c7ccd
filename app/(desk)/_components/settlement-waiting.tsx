import { SettlementAlarm } from "@/components/settlement/settlement-alarm";
import type { Actor } from "@/core/permissions/actor";
import { may } from "@/server/auth/may";
import { countWaitingSettlements } from "@/server/queries/count-waiting-settlements";

/** On the home page: what waits to be reviewed or released, for whoever may do that. */
export async function SettlementWaiting({ actor }: { actor: Actor }) {
  if (!may(actor, "settlement.review") && !may(actor, "settlement.release")) return null;
  return <SettlementAlarm waiting={await countWaitingSettlements(actor)} />;
}
