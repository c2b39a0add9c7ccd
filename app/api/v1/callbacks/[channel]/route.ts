import { answerCallback } from "@/server/money-out/answer-callback";

export const POST = answerCallback;
