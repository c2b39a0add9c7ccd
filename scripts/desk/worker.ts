import { LANE_NAMES, type Lane } from "@/server/jobs/lanes";
import { runQueues, runTurns } from "@/server/jobs/run";
import { fenceRestored } from "@/server/money-out/fence-restored";
import { sendingDone } from "@/server/money-out/send-waiting";
import { type DeskCommand, WrongUsage } from "./command";
import { noWords } from "./words";

export const workOnce: DeskCommand = {
  usage: "worker --once",
  summary:
    "Runs the worker's jobs that are due, sends what waits to be sent, and ends when nothing is left to do. `npm run worker` goes on instead.",
  options: { once: { type: "boolean" } },
  async run(context) {
    noWords(context);
    if (!context.flag("once")) throw new WrongUsage("Say --once; to go on working, start `npm run worker`.");
    await context.pool();
    context.progress("Working …");
    await fenceRestored();
    // What waits may become due by the jobs, and the other way round; but jobs of every second would never come to an end.
    let jobs = await runAll(runQueues);
    jobs += await runAll(runTurns);
    for (let ran = await runAll(runQueues); ran > 0; ran = await runAll(runQueues)) jobs += ran;
    await context.print({ jobs }, jobs === 1 ? "1 job was done." : `${jobs} jobs were done.`);
    return undefined;
  },
};

async function runAll(run: (lane: Lane) => Promise<number>): Promise<number> {
  let ran = 0;
  for (const lane of LANE_NAMES) ran += await run(lane);
  await sendingDone();
  return ran;
}
