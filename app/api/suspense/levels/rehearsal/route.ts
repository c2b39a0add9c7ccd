import { rehearseServiceLevelsInput } from "@/contracts/service-levels";
import { defineRehearsalRoute } from "@/server/rehearsal-route";
import { rehearseServiceLevels } from "@/server/suspense/rehearse-service-levels";

/** What of the open items the levels in the body would treat otherwise, were they in force. */
export const POST = defineRehearsalRoute({
  permission: "serviceLevel.propose",
  input: rehearseServiceLevelsInput,
  rehearse: ({ levels }) => rehearseServiceLevels(levels),
});
