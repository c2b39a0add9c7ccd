import { randomUUID } from "node:crypto";
import { accountingDayOf, addDays } from "@/core/calendar/settlement-day";
import type { Actor } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import { saveRouting } from "@/server/commands/save-routing";
import { saveTeam } from "@/server/commands/save-team";
import { snoozeSuspenseItem } from "@/server/commands/snooze-suspense-item";
import { commentOnSuspenseItem } from "@/server/commands/work-suspense-item";
import { type CommandContext, reader } from "@/server/transact";
import { acceptedValue } from "./load-company";

type People = ReadonlyMap<string, Actor>;

const ANY = { kind: null, channel: null, direction: null, asset: null, fromMinor: null, belowMinor: null };
/** ¥10,000.00 in fen. */
const LARGE_MINOR = 1_000_000n;

/** Two teams and who gets what, so that the queue of the demo company is shared out. Every act is a command. */
export async function shareOutTheWork(people: People, now: Date): Promise<void> {
  const context = () => as(people, "lead", now);
  const teams = [
    { code: "shortfalls", name: "短款组", members: ["operator", "finance"] },
    { code: "surplus", name: "长款组", members: ["operator"] },
  ];
  for (const team of teams) {
    const { commandId, ...rest } = context();
    const input = { commandId, expectedVersion: 0, isArchived: false, ...team };
    acceptedValue(await saveTeam({ commandId, ...rest }, input));
  }
  const { commandId, ...rest } = context();
  const rules = [
    { ...ANY, direction: "SHORT" as const, to: { kind: "team" as const, code: "shortfalls" } },
    { ...ANY, asset: "CNY", fromMinor: LARGE_MINOR, to: { kind: "team" as const, code: "shortfalls" } },
    { ...ANY, to: { kind: "team" as const, code: "surplus" } },
  ];
  const input = { commandId, expectedVersion: 0, idleHours: null, rules, appliesToOpen: false };
  acceptedValue(await saveRouting({ commandId, ...rest }, input));
}

/** Something that waits for another day, and somebody who is asked. */
export async function waitAndAsk(people: People, now: Date): Promise<void> {
  const [waiting, asked] = await reader.query<{ itemNo: string; version: number }>(
    `SELECT item_no AS "itemNo", version FROM suspense_items WHERE status = 'OPEN' AND NOT is_test
     ORDER BY amount_minor, id LIMIT 2`,
  );
  if (waiting) {
    const context = as(people, "operator", now);
    const until = addDays(accountingDayOf(now), 4);
    const reason = "渠道答复工单需三个工作日。";
    const input = {
      commandId: context.commandId,
      itemNo: waiting.itemNo,
      expectedVersion: waiting.version,
      until,
      reason,
    };
    acceptedValue(await snoozeSuspenseItem(context, input));
  }
  if (asked) {
    const context = as(people, "finance", now);
    const body = "@operator the merchant has sent the receipt; please compare it with the channel’s line.";
    acceptedValue(await commentOnSuspenseItem(context, { commandId: context.commandId, itemNo: asked.itemNo, body }));
  }
}

function as(people: People, login: string, now: Date): CommandContext {
  const actor = people.get(login);
  invariant(actor, `${login} is a demo user`);
  return { actor, commandId: randomUUID(), now };
}
