import { merchantsFile } from "@/contracts/merchants";
import { setMerchants } from "@/server/commands/set-merchants";
import { acceptedOrExit, type DeskCommand } from "./command";
import { onlyWord, readJsonFile, systemContext } from "./words";

export const merchantSet: DeskCommand = {
  usage: "merchant set <file.json>",
  summary: 'Creates or updates merchants and their four accounts: one object, a list of them, or {"merchants": […]}.',
  async run(context) {
    const merchants = readJsonFile(onlyWord(context, "The file"), merchantsFile);
    await context.pool();
    const set = acceptedOrExit(await setMerchants(systemContext(), { merchants }));
    await context.print(set, `${set.merchants} merchant(s) set.`);
    return 0;
  },
};
