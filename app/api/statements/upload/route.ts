import { answerStatementUpload } from "@/server/uploads/answer-statement-upload";

export const POST = answerStatementUpload;
