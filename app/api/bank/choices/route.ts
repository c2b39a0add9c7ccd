import { matchChoicesQuestion } from "@/contracts/bank-views";
import { findMatchChoices } from "@/server/queries/bank/list-remittances";
import { defineReadRoute } from "@/server/read-route";

export const GET = defineReadRoute({
  permission: "bank.view",
  search: matchChoicesQuestion,
  read: (_actor, _params, { channel, account, asset }) => findMatchChoices(channel, account, asset),
});
