import { payoutChoicesQuery } from "@/contracts/payouts";
import { getPayoutChoices } from "@/server/queries/preview-payout";
import { defineReadRoute } from "@/server/read-route";

/** Whom a merchant can be paid to and by what: `?merchantNo=&asset=`. */
export const GET = defineReadRoute({
  permission: "payout.ask",
  search: payoutChoicesQuery,
  read: (actor, _: Record<string, string>, { merchantNo, asset }) => getPayoutChoices(actor, merchantNo, asset),
});
