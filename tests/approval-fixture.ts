import type { ResolutionChoice } from "@/contracts/suspense";
import type { PolicyRule } from "@/core/approvals/policy";
import type { Actor } from "@/core/permissions/actor";
import { accepted, type Desk, decideAs, openItemOf, proposeAs, reconcileDay } from "./desk-fixture";

export type Asked = { readonly itemNo: string; readonly approvalNo: string; readonly requiredRoles: string[] };
let nextKey = 1;

/** Payments that only the channel knows, one suspense item each. Answers their keys. */
export async function unknownPayments(count: number, amountMinor = 1_000n): Promise<string[]> {
  const keys = Array.from({ length: count }, () => `X-AF${nextKey++}`);
  await reconcileDay({ lines: keys.map((orderNo) => ({ orderNo, amountMinor })) });
  return keys;
}

/** A request about the open item of this number. */
export async function askAbout(maker: Actor, key: string, choice: ResolutionChoice): Promise<Asked> {
  const { itemNo, version } = await openItemOf(key);
  return accepted(await proposeAs(maker, { itemNo, expectedVersion: version, choice, reason: "clear" }));
}

/** A payment that only the channel knows, and a request to refund it; its amount decides how many have to check. */
export async function askToRefund(desk: Desk, more: { maker?: Actor; amountMinor?: bigint } = {}): Promise<Asked> {
  const [key = ""] = await unknownPayments(1, more.amountMinor);
  return askAbout(more.maker ?? desk.people.maker, key, { resolution: "REFUND_TO_PAYER" });
}

export function approveAs(
  actor: Actor,
  approvalNo: string,
  more: { note?: string; code?: string; breakGlass?: true } = {},
) {
  return decideAs(actor, { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "", ...more });
}

export function rejectAs(actor: Actor, approvalNo: string, note = "no") {
  return decideAs(actor, { approvalNo, expectedVersion: 1, verdict: "REJECT", note });
}

/** Rules as they are stored: amounts as text. */
export function canonicalRules(rules: readonly PolicyRule[]): object[] {
  return rules.map(({ upToMinor, ...rule }) => ({ ...rule, upToMinor: upToMinor === null ? null : `${upToMinor}` }));
}
