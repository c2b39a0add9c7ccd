"use server";

import { proposeUserRightsInput } from "@/contracts/administration";
import { addUserInput, userReference } from "@/contracts/users";
import { defineAction } from "@/server/action";
import { disableUser } from "@/server/commands/disable-user";
import { proposeUserRights } from "@/server/commands/propose-user-rights";
import { addUserWithPassword } from "@/server/users/add-user-with-password";

export const addUserAction = defineAction({ input: addUserInput, command: addUserWithPassword });

export const disableUserAction = defineAction({ input: userReference, command: disableUser });

export const proposeUserRightsAction = defineAction({ input: proposeUserRightsInput, command: proposeUserRights });
