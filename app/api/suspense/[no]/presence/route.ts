import { answerAbsence, answerPresence } from "@/server/teamwork/answer-presence";

/** A heartbeat of somebody who has the item open; and that they have closed it. */
export const POST = answerPresence;
export const DELETE = answerAbsence;
