import { runDesk } from "./desk/run";

// `desk … | head` closes our stdout early: the command ends in its own way, quietly.
process.stdout.on("error", () => undefined);

process.exit(await runDesk(process.argv.slice(2)));
