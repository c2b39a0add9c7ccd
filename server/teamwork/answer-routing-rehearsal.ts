import "server-only";
import { rehearseRoutingInput } from "@/contracts/teamwork";
import { accept } from "@/core/result";
import { accountingToday } from "@/server/accounting-today";
import { rehearseRouting } from "@/server/queries/get-routing";
import { defineRehearsalRoute } from "@/server/rehearsal-route";

/** `POST /api/suspense/routing/rehearsal`: where the rules in its body would send the open items. */
export const answerRoutingRehearsal = defineRehearsalRoute({
  permission: "suspense.route",
  input: rehearseRoutingInput,
  rehearse: async ({ rules }) => accept(await rehearseRouting(rules, accountingToday())),
});
