import { setAccountBufferingInput } from "@/contracts/account-buffering";
import { setAccountBuffering } from "@/server/commands/set-account-buffering";
import { acceptedOrExit, type DeskCommand, WrongUsage } from "./command";
import { noWords, requiredOption, systemContext } from "./words";

export const accountBuffer: DeskCommand = {
  usage: "account buffer --account A (--on | --off)",
  summary:
    "Makes an account buffered (--on) or direct (--off), while it is posted to. Of a buffered account, what comes in waits a second to be folded in, so that very many may pay into it at once; what goes out is posted at once in either mode.",
  options: { account: { type: "string" }, on: { type: "boolean" }, off: { type: "boolean" } },
  async run(context) {
    noWords(context);
    const isBuffered = context.flag("on");
    if (isBuffered === context.flag("off")) throw new WrongUsage("Either --on or --off.");
    const input = setAccountBufferingInput.parse({ accountNo: requiredOption(context, "account"), isBuffered });
    await context.pool();
    const switched = acceptedOrExit(await setAccountBuffering(systemContext(), input));
    await context.print(switched, `${switched.accountNo} is ${isBuffered ? "buffered" : "direct"}.`);
    return 0;
  },
};
