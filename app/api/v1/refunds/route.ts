import { answerRefundPost } from "@/server/rest/refund-api";

export const POST = answerRefundPost;
