"use server";

import { cancelAbsenceInput, setAbsenceInput } from "@/contracts/teamwork";
import { defineAction } from "@/server/action";
import { cancelAbsence, setAbsence } from "@/server/commands/set-absence";

export const setAbsenceAction = defineAction({
  input: setAbsenceInput,
  command: setAbsence,
  revalidates: ["/suspense/load"],
});

export const cancelAbsenceAction = defineAction({
  input: cancelAbsenceInput,
  command: cancelAbsence,
  revalidates: ["/suspense/load"],
});
