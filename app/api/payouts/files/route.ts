import { answerPayoutFile } from "@/server/payouts/answer-payout-file";

export const POST = answerPayoutFile;
