import { answerSheet } from "@/server/queue-sheet/answer-sheet";

export const POST = answerSheet;
