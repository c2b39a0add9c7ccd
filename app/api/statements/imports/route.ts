import { listImports } from "@/server/queries/list-imports";
import { defineReadRoute } from "@/server/read-route";
import { answerUpload } from "@/server/uploads/answer-upload";

export const GET = defineReadRoute({ permission: "statement.view", read: (actor) => listImports(actor) });
export const POST = answerUpload;
