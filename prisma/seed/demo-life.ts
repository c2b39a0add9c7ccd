import { randomUUID } from "node:crypto";
import type { ResolutionChoice } from "@/contracts/suspense";
import type { Actor } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import type { BreakKind, Direction } from "@/core/suspense/item";
import { decideApproval } from "@/server/commands/decide-approval";
import { proposeClaimMovement } from "@/server/commands/propose-claim-movement";
import { proposeResolution } from "@/server/commands/propose-resolution";
import { claimSuspenseItem, commentOnSuspenseItem } from "@/server/commands/work-suspense-item";
import { type CommandContext, reader } from "@/server/transact";
import { acceptedValue } from "./load-company";

/** ¥50,000.00 in fen: the policy that the desk begins with asks for two checkers above it. */
const ONE_CHECKER_UP_TO_MINOR = 5_000_000n;
const READING_MS = 7 * 60_000;

/** Which item: of those that nobody works on yet and that one checker may resolve, the oldest and then the largest. */
type Wanted = { kind: BreakKind; direction: Direction; itemKind?: "PAYMENT" | "REFUND" };
type Item = { itemNo: string; version: number };
type People = ReadonlyMap<string, Actor>;
type Desk = { people: People; now: Date };

/** A morning at the desk, so that every tab and every status has something to show. Every act is a command. */
export async function liveThroughTheDay(people: People, now: Date): Promise<void> {
  const desk = { people, now };
  for (const direction of ["SHORT", "LONG"] as const) {
    await claim(desk, await pick({ kind: direction, direction }));
  }
  await investigate(desk, { kind: "AMOUNT_MISMATCH", direction: "SHORT" }, [
    "The channel took a smaller amount than the order says. Asked the merchant for the receipt.",
    "商户回复：顾客用了店内立减，收银机没有回传。等渠道确认。",
  ]);
  await investigate(desk, { kind: "DUPLICATE", direction: "LONG" }, [
    "渠道文件里同一笔出现两次，已发工单询问是否重复清算。",
  ]);
  await investigate(desk, { kind: "ASSET_MISMATCH", direction: "LONG" }, [
    "The line says USD, our order is in CNY. Ticket opened with WeChat Pay.",
  ]);

  const booked = await propose(
    desk,
    { kind: "STATUS_MISMATCH", direction: "LONG", itemKind: "PAYMENT" },
    "BOOK_TO_ORDER",
    "The call-back was lost; the channel's line proves the payment.",
  );
  await decide(desk, "finance", booked, "APPROVE", "Line and order agree.");
  const income = await propose(
    desk,
    { kind: "FEE_MISMATCH", direction: "LONG" },
    "WRITE_OFF_TO_INCOME",
    "渠道少收手续费，合同无补收条款。",
  );
  await decide(desk, "finance", income, "APPROVE", "");
  const claimed = await propose(
    desk,
    { kind: "SHORT", direction: "SHORT", itemKind: "PAYMENT" },
    "CLAIM_FROM_CHANNEL",
    "Not in two statements running; the channel has our notification.",
  );
  await decide(desk, "finance", claimed, "REJECT", "Attach the channel's answer to the inquiry first.");

  const followed = await propose(
    desk,
    { kind: "SHORT", direction: "SHORT", itemKind: "PAYMENT" },
    "CLAIM_FROM_CHANNEL",
    "渠道确认漏清算，同意分次补付。",
  );
  await decide(desk, "finance", followed, "APPROVE", "渠道回函已核。");
  await recoverHalf(desk);

  await propose(
    desk,
    { kind: "LONG", direction: "LONG", itemKind: "PAYMENT" },
    "REFUND_TO_PAYER",
    "No order of ours, and the payer has asked for the money back.",
  );
  await propose(
    desk,
    { kind: "FEE_MISMATCH", direction: "SHORT" },
    "CLAIM_FROM_CHANNEL",
    "Charged above the contract's rate.",
  );
  const loss = await propose(
    desk,
    { kind: "AMOUNT_MISMATCH", direction: "SHORT" },
    "WRITE_OFF_AS_LOSS",
    "渠道按合同不予赔付，金额已与渠道核对。",
  );
  await decide(desk, "finance", loss, "APPROVE", "Agreed; the lead signs for losses.");
}

async function pick({ kind, direction, itemKind }: Wanted): Promise<Item | null> {
  const [item] = await reader.query<Item>(
    `SELECT item_no AS "itemNo", version FROM suspense_items
     WHERE status = 'OPEN' AND NOT is_test AND kind = $1 AND direction = $2
       AND ($3::text IS NULL OR item_kind = $3) AND amount_minor <= $4
     ORDER BY opened_on, amount_minor DESC, id LIMIT 1`,
    [kind, direction, itemKind, ONE_CHECKER_UP_TO_MINOR],
  );
  return item ?? null;
}

async function claim(desk: Desk, item: Item | null): Promise<void> {
  if (item === null) return;
  const context = as(desk, "operator");
  const { itemNo, version } = item;
  acceptedValue(await claimSuspenseItem(context, { commandId: context.commandId, itemNo, expectedVersion: version }));
}

async function investigate(desk: Desk, wanted: Wanted, comments: readonly string[]): Promise<void> {
  const item = await pick(wanted);
  if (item === null) return;
  await claim(desk, item);
  for (const body of comments) {
    const context = as(desk, "operator");
    acceptedValue(await commentOnSuspenseItem(context, { commandId: context.commandId, itemNo: item.itemNo, body }));
  }
}

const FINDING = "已核对渠道文件、订单与分录，差异属实。 Checked: channel line, order, voucher.";

/** The request's number, or null where the company has no such item. */
async function propose(
  desk: Desk,
  wanted: Wanted,
  resolution: ResolutionChoice["resolution"],
  reason: string,
): Promise<string | null> {
  const item = await pick(wanted);
  if (item === null) return null;
  // What was found out stands beside the item first: the playbook wants to see it.
  const noted = as(desk, "operator");
  const { itemNo, version } = item;
  acceptedValue(await commentOnSuspenseItem(noted, { commandId: noted.commandId, itemNo, body: FINDING }));
  const context = asked(desk);
  const input = { commandId: context.commandId, itemNo, expectedVersion: version, choice: { resolution }, reason };
  return acceptedValue(await proposeResolution(context, input)).approvalNo;
}

/** The first part of the claim has come; the rest is still followed. */
async function recoverHalf(desk: Desk): Promise<void> {
  const [claim] = await reader.query<{ claimNo: string; version: number; claimedMinor: bigint }>(
    `SELECT claim_no AS "claimNo", version, claimed_minor AS "claimedMinor" FROM claims WHERE status = 'OPEN' LIMIT 1`,
  );
  if (!claim) return;
  const context = asked(desk);
  const { claimNo, version: expectedVersion } = claim;
  const part = {
    act: "RECOVERY" as const,
    amountMinor: (claim.claimedMinor + 1n) / 2n,
    reason: "First part, as agreed.",
  };
  const input = { commandId: context.commandId, claimNo, expectedVersion, ...part };
  const { approvalNo } = acceptedValue(await proposeClaimMovement(context, input));
  await decide(desk, "finance", approvalNo, "APPROVE", "On the bank's statement.");
}

async function decide(
  desk: Desk,
  login: string,
  approvalNo: string | null,
  verdict: "APPROVE" | "REJECT",
  note: string,
): Promise<void> {
  if (approvalNo === null) return;
  const [request] = await reader.query<{ version: number }>("SELECT version FROM approvals WHERE approval_no = $1", [
    approvalNo,
  ]);
  invariant(request, `${approvalNo} was just made`);
  const context = as(desk, login);
  const input = { commandId: context.commandId, approvalNo, expectedVersion: request.version, verdict, note };
  acceptedValue(await decideApproval(context, input));
}

/** A while before anybody signs: nobody reads a request in the moment in which it is made. */
function asked(desk: Desk): CommandContext {
  return as({ ...desk, now: new Date(desk.now.getTime() - READING_MS) }, "operator");
}

function as({ people, now }: Desk, login: string): CommandContext {
  const actor = people.get(login);
  invariant(actor, `${login} is a demo user`);
  return { actor, commandId: randomUUID(), now };
}
