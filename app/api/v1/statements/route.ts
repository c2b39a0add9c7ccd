import { answerApiUpload } from "@/server/uploads/answer-api-upload";

export const POST = answerApiUpload;
