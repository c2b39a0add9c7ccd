import { answerRefundGet } from "@/server/rest/refund-api";

export const GET = answerRefundGet;
