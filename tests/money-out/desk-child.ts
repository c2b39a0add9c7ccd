import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { requestPayoutInput } from "@/contracts/payouts";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { requestPayout } from "@/server/commands/request-payout";
import { doubtLost, inquireDoubtful } from "@/server/money-out/inquire-doubtful";
import { sendingDone, startSending } from "@/server/money-out/send-waiting";
import { accepted, type DeskPeople } from "../desk-fixture";
import { askFor } from "../payout-fixture";
import { type RefundWish, refundOnce } from "./ask-refunds";
import { startCallbackServer } from "./callback-server";

/** What a desk of its own is to ask for, and in whose name. */
export type DeskWishes = {
  readonly people: Pick<DeskPeople, "maker" | "finance">;
  readonly payouts: readonly { readonly payee: string; readonly channel: string }[];
  readonly refunds: readonly (Omit<RefundWish, "amountMinor"> & { readonly amountMinor: string })[];
};

/**
 * A part of the desk in a process of its own, for tests that kill it: `work` is a worker, `listen` takes callbacks, `ask
 * <json>` requests some payouts at once, and `desk <json>` takes callbacks and asks for payouts and refunds, several at once. It says
 * `ready` once it is there, and a desk `done` with the number of refunds that it had approved.
 */
async function run(part: string | undefined, wish: string | undefined): Promise<void> {
  if (part === "ask") return ask(JSON.parse(wish ?? "{}"));
  if (part === "listen" || part === "desk") {
    process.stdout.write(`ready ${(await startCallbackServer()).address}\n`);
    if (part === "desk") await askForAll(JSON.parse(wish ?? "{}"));
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

const AT_ONCE = 4;

async function askForAll({ people, payouts, refunds }: DeskWishes): Promise<void> {
  let approved = 0;
  const askings = [
    ...refunds.map((wish) => async () => {
      const refund = await refundOnce(people, { ...wish, amountMinor: BigInt(wish.amountMinor) });
      if (refund.ok) approved += 1;
    }),
    ...payouts.map((wish) => async () => {
      accepted(await askFor(people.maker, { amountMinor: 7n, ...wish }));
    }),
  ];
  const askOn = async () => {
    for (let next = askings.shift(); next; next = askings.shift()) await next();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, askOn));
  process.stdout.write(`done ${approved}\n`);
}

/** One payout to each of the payees, all at once. */
async function ask({ payees, ...wish }: { readonly payees: readonly string[] }): Promise<void> {
  const results = await Promise.all(
    payees.map((payee) => {
      const commandId = randomUUID();
      const { commandId: _, ...input } = requestPayoutInput.parse({ commandId, payee, ...wish });
      const context = { actor: { ...SYSTEM_ACTOR }, commandId, now: new Date("2026-11-20T12:00:00+08:00") };
      return requestPayout(context, { ...input, source: "REST", batchNo: null });
    }),
  );
  process.stdout.write(`ready ${JSON.stringify(results)}\n`);
  process.exit(0);
}

run(process.argv[2], process.argv[3]).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
