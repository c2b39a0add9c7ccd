import { answerMappingPreview } from "@/server/statements/answer-mapping-preview";

export const POST = answerMappingPreview;
