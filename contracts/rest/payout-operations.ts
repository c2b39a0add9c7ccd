import { askedPayoutAnswer, postPayoutBody, restPayout } from "@/contracts/payouts";
import type { RestOperation } from "./openapi";

export const PAYOUT_OPERATIONS: readonly RestOperation[] = [
  {
    path: "/api/v1/payouts",
    method: "post",
    id: "requestPayout",
    summary:
      "Asks for a payout to a merchant's bank account. Within its limits it leaves at once, otherwise it waits for its checker.",
    scope: "payout.ask",
    body: postPayoutBody,
    answer: askedPayoutAnswer,
  },
  {
    path: "/api/v1/payouts/{no}",
    method: "get",
    id: "getPayout",
    summary: "A payout and what became of it.",
    scope: "payout.ask",
    answer: restPayout,
  },
];
