import { answerPayoutPost } from "@/server/rest/payout-api";

export const POST = answerPayoutPost;
