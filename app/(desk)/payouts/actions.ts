"use server";

import { proposeRepayoutInput, putForwardPayoutInput, requestPayoutInput } from "@/contracts/payouts";
import { defineAction } from "@/server/action";
import { proposeRepayout } from "@/server/commands/propose-repayout";
import { dropPayout, putForwardPayout } from "@/server/commands/put-forward-payout";
import { requestPayoutOnPage } from "@/server/commands/request-payout";

const revalidates = ["/", "/payouts", "/approvals", "/merchants"];

export const requestPayoutAction = defineAction({
  input: requestPayoutInput,
  command: requestPayoutOnPage,
  revalidates,
});
export const proposeRepayoutAction = defineAction({
  input: proposeRepayoutInput,
  command: proposeRepayout,
  revalidates,
});
export const putForwardPayoutAction = defineAction({
  input: putForwardPayoutInput,
  command: putForwardPayout,
  revalidates,
});
export const dropPayoutAction = defineAction({ input: putForwardPayoutInput, command: dropPayout, revalidates });
