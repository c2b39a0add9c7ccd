import { answerApiImport } from "@/server/uploads/answer-api-upload";

export const GET = answerApiImport;
