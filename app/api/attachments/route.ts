import { attachableReference } from "@/contracts/attachments";
import { answerAttachmentUpload } from "@/server/attachments/answer-attachment-upload";
import { listAttachments } from "@/server/attachments/list-attachments";
import { defineReadRoute } from "@/server/read-route";

/** The files beside an object: `?type=&no=`. */
export const GET = defineReadRoute({
  permission: "attachment.view",
  search: attachableReference,
  read: (actor, _params, object) => listAttachments(actor, object),
});
export const POST = answerAttachmentUpload;
