import { answerKeptFile } from "@/server/statements/answer-kept-file";

export const GET = answerKeptFile;
