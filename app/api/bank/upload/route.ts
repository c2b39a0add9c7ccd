import { answerBankUpload } from "@/server/uploads/answer-bank-upload";

export const POST = answerBankUpload;
