"use server";

import { addUserInput, userReference } from "@/contracts/users";
import { defineAction } from "@/server/action";
import { disableUser } from "@/server/commands/disable-user";
import { enableUser } from "@/server/commands/enable-user";
import { addUserWithPassword } from "@/server/users/add-user-with-password";

export const addUserAction = defineAction({ input: addUserInput, command: addUserWithPassword });

export const disableUserAction = defineAction({ input: userReference, command: disableUser });

export const enableUserAction = defineAction({ input: userReference, command: enableUser });
