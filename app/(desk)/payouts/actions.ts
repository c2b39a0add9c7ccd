"use server";

import {
  proposeLatePaymentInput,
  proposeRepayoutInput,
  putForwardPayoutInput,
  requestPayoutInput,
} from "@/contracts/payouts";
import { defineAction } from "@/server/action";
import { proposeLatePayment } from "@/server/commands/propose-late-payment";
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
export const proposeLatePaymentAction = defineAction({
  input: proposeLatePaymentInput,
  command: proposeLatePayment,
  revalidates: [...revalidates, "/money-out"],
});
export const putForwardPayoutAction = defineAction({
  input: putForwardPayoutInput,
  command: putForwardPayout,
  revalidates,
});
export const dropPayoutAction = defineAction({ input: putForwardPayoutInput, command: dropPayout, revalidates });
