import { answerRefusedLines } from "@/server/statements/answer-refused-lines";

export const GET = answerRefusedLines;
