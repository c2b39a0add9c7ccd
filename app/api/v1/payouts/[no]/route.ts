import { answerPayoutGet } from "@/server/rest/payout-api";

export const GET = answerPayoutGet;
