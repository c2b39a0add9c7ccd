import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { requestPayoutInput } from "@/contracts/payouts";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { requestPayout } from "@/server/commands/request-payout";
import { doubtLost, inquireDoubtful } from "@/server/money-out/inquire-doubtful";
import { sendingDone, startSending } from "@/server/money-out/send-waiting";
import { startCallbackServer } from "./callback-server";

/**
 * A part of the desk in a process of its own, for tests that kill it: `work` is a worker, `listen` takes callbacks, and
 * `ask <json>` requests one payout. It says `ready` once it is there.
 */
async function run(part: string | undefined, wish: string | undefined): Promise<void> {
  if (part === "ask") return ask(JSON.parse(wish ?? "{}"));
  if (part === "listen") {
    process.stdout.write(`ready ${(await startCallbackServer()).address}\n`);
    return;
  }
  process.stdout.write("ready\n");
  for (;;) {
    await startSending();
    await doubtLost();
    await inquireDoubtful();
    await Promise.race([sendingDone(), sleep(50)]);
  }
}

async function ask(wish: object): Promise<void> {
  const commandId = randomUUID();
  const { commandId: _, ...input } = requestPayoutInput.parse({ commandId, ...wish });
  const context = { actor: { ...SYSTEM_ACTOR }, commandId, now: new Date("2026-11-20T12:00:00+08:00") };
  const result = await requestPayout(context, { ...input, source: "REST", batchNo: null });
  process.stdout.write(`ready ${JSON.stringify(result)}\n`);
  process.exit(0);
}

run(process.argv[2], process.argv[3]).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
