import { answerClearingExport } from "@/server/clearing/answer-clearing-export";

export const GET = answerClearingExport;
