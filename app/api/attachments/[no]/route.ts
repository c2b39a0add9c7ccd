import { answerAttachmentDownload } from "@/server/attachments/answer-attachment-download";

export const GET = answerAttachmentDownload;
