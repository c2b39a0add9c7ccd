import { answerExport } from "@/server/queue-sheet/answer-export";

export const GET = answerExport;
