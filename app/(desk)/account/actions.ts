"use server";

import { beginTotpInput, confirmTotpInput, lendSignatureInput, revokeDelegationInput } from "@/contracts/approvals";
import { defineAction } from "@/server/action";
import { beginTotp } from "@/server/commands/begin-totp";
import { confirmTotp } from "@/server/commands/confirm-totp";
import { lendSignature } from "@/server/commands/lend-signature";
import { revokeDelegation } from "@/server/commands/revoke-delegation";

const PAGE = ["/account"];

export const beginTotpAction = defineAction({ input: beginTotpInput, command: beginTotp, revalidates: PAGE });
export const confirmTotpAction = defineAction({ input: confirmTotpInput, command: confirmTotp, revalidates: PAGE });
export const lendSignatureAction = defineAction({
  input: lendSignatureInput,
  command: lendSignature,
  revalidates: PAGE,
});
export const revokeDelegationAction = defineAction({
  input: revokeDelegationInput,
  command: revokeDelegation,
  revalidates: PAGE,
});
