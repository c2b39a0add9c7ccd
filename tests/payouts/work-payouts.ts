import { runNextPayoutBatch } from "@/server/payouts/run-payout-batch";

/** A worker that takes files of payouts, as a process of its own, for tests that kill it. Says when it begins, and when it is done. */
process.stdout.write("ready\n");
for (let done = 0; done < 1; ) done += await runNextPayoutBatch();
process.stdout.write("done\n");
process.exit(0);
