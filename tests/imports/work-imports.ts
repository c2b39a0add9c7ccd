import { runNextImport } from "@/server/statements/imports/run-import";

/** A worker's importing lane as a process of its own, for tests that kill it. Says when it begins, and when it is done. */
process.stdout.write("ready\n");
for (let done = 0; done < 1; ) done += await runNextImport();
process.stdout.write("done\n");
process.exit(0);
