import { answerStatementDifference } from "@/server/statements/answer-statement-difference";

export const GET = answerStatementDifference;
