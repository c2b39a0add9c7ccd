import { answerLevelsRehearsal } from "@/server/suspense/answer-levels-rehearsal";

/** What of the open items the levels in the body would treat otherwise, were they in force. */
export const POST = answerLevelsRehearsal;
