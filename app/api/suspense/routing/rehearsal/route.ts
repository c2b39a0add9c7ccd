import { answerRoutingRehearsal } from "@/server/teamwork/answer-routing-rehearsal";

/** What the rules in the body would do with the open items, were they saved. */
export const POST = answerRoutingRehearsal;
