"use server";

import { addPayeeAccountInput, closePayeeAccountInput, proposeMerchantSettingsInput } from "@/contracts/administration";
import { defineAction } from "@/server/action";
import { proposeBankAccount, proposeBankAccountClosing } from "@/server/commands/propose-bank-account";
import { proposeMerchantSettings } from "@/server/commands/propose-settings";

export const proposeMerchantSettingsAction = defineAction({
  input: proposeMerchantSettingsInput,
  command: proposeMerchantSettings,
  revalidates: ["/merchants", "/approvals"],
});

export const proposeBankAccountAction = defineAction({
  input: addPayeeAccountInput,
  command: proposeBankAccount,
  revalidates: ["/merchants", "/approvals"],
});

export const closeBankAccountAction = defineAction({
  input: closePayeeAccountInput,
  command: proposeBankAccountClosing,
  revalidates: ["/merchants", "/approvals"],
});
