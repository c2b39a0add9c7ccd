import { answerStatementExport } from "@/server/settlement/answer-statement-export";

export const GET = answerStatementExport;
