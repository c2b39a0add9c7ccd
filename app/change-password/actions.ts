"use server";

import { changePasswordInput } from "@/contracts/users";
import { defineAction } from "@/server/action";
import { getSignedInActor } from "@/server/auth/actor";
import { changeOwnPassword } from "@/server/users/change-own-password";

export const changePasswordAction = defineAction({
  input: changePasswordInput,
  command: changeOwnPassword,
  identify: getSignedInActor,
});
