import "server-only";
import { z } from "zod";
import type { FieldChangeDto } from "@/contracts/approval-views";
import { type LatePayload, latePayload, type RepayoutPayload, repayoutPayload } from "@/contracts/payouts";
import { accept, invariant, type Result } from "@/core/result";
import { type DependedObject, defineAct } from "@/server/approvals/act";
import { observePayoutParties, weighPayout } from "@/server/approvals/objects/observe-payout";
import { appendAudit } from "@/server/audit/append-audit";
import { attemptPayout } from "@/server/payouts/accept-payout";
import { loadLatePayment } from "@/server/payouts/load-late-payment";
import { loadParties } from "@/server/payouts/load-payout";
import { loadRepayout } from "@/server/payouts/load-repayout";
import { draftPayout } from "@/server/payouts/payout-vouchers";
import { settleLatePayment } from "@/server/payouts/settle-late-payment";
import { findPayout, lockPayout, movePayout, type PayoutRow, payoutUnknown } from "@/server/store/payouts";
import { postVouchers } from "@/server/store/post-vouchers";
import type { DbReader, DbTransaction } from "@/server/transact";

type Payload = RepayoutPayload | LatePayload;
const isLate = (payload: Payload): payload is LatePayload => "outNo" in payload;

/**
 * A payout that did not arrive: paid once more (补打), which posts nothing since the money is still in transit, or given back to
 * the merchant. While any attempt of it may still pay, nobody does either. Or one of which an attempt was paid after it had failed:
 * that is booked, or charged to the merchant.
 */
export const repayout = defineAct<Payload>({
  name: "REPAYOUT",
  proposedWith: "repayout.propose",
  payload: z.union([latePayload, repayoutPayload]),
  object: ({ payoutNo }) => ({ type: "payout", no: payoutNo }),
  weigh: (db, { payoutNo }) => weighPayout(db, "REPAYOUT", payoutNo),
  async lock(tx, payload) {
    await lockPayout(tx, payload.payoutNo);
    if (!isLate(payload)) await loadParties(tx, null, wishOf(payload), true);
  },
  observe,
  async execute(tx, payload, { id, approvalNo }) {
    const { payoutNo } = payload;
    const payout = await findPayout(tx, null, payoutNo);
    invariant(payout, `${payoutNo} is locked`);
    if (isLate(payload)) return settleLatePayment(tx, payout, payload, { id, approvalNo });
    // Once more behind the lock: nothing may be in doubt at the very moment of another attempt.
    const loaded = await loadRepayout(tx, payout, payload);
    if (!loaded.ok) return loaded;
    const { choice } = payload;
    const voucherNo = choice === "RETURN" ? await giveBack(tx, payout, id) : await payAgain(tx, payout, payload, id);
    const action = choice === "RETURN" ? "payout.returned" : "payout.attempted_again";
    const detail = { approvalNo, channel: payload.channel, ...(voucherNo === null ? {} : { voucherNo }) };
    await appendAudit(tx, { action, objectType: "payout", objectNo: payoutNo, detail });
    return accept({ voucherNo });
  },
  async describe(_db, payload) {
    const subject = { kind: "object", object: "payout", no: payload.payoutNo } as const;
    const changes = isLate(payload) ? describeLate(payload) : describeFields(payload);
    return { subject, changes, lines: payload.lines ?? [] };
  },
});

function wishOf({ merchantNo, asset, payee, channel, lastChannel }: RepayoutPayload) {
  return { merchantNo, asset, payee: payee.accountRef, channel: channel ?? lastChannel };
}

async function giveBack(tx: DbTransaction, payout: PayoutRow, approvalId: bigint): Promise<string> {
  const posting = { event: "payout.returned", numbered: payout.payoutNo, approvalId } as const;
  const [voucher] = await postVouchers(tx, [draftPayout(tx.context, payout, posting)]);
  invariant(voucher && !voucher.existed, `${payout.payoutNo} is given back once`);
  await movePayout(tx, payout, "RETURNED");
  return voucher.voucherNo;
}

/** A new attempt under a new number, out of a reserve that is kept ready anew; too little there refuses, and the request waits. */
async function payAgain(
  tx: DbTransaction,
  payout: PayoutRow,
  payload: RepayoutPayload,
  approvalId: bigint,
): Promise<null> {
  const parties = await loadParties(tx, null, wishOf(payload));
  invariant(parties.ok && parties.value.channel, `${payout.payoutNo} was just compared with the facts`);
  await movePayout(tx, payout, "ACCEPTED", { channelId: parties.value.channel.id });
  await attemptPayout(tx, payout, parties.value.channel, approvalId);
  return null;
}

/** The payout with its payee and the next channel, and every attempt that there has been. */
async function observe(db: DbReader, payload: Payload): Promise<Result<DependedObject[]>> {
  const { payoutNo } = payload;
  const payout = await findPayout(db, null, payoutNo);
  if (!payout) return payoutUnknown(payoutNo);
  const loaded = isLate(payload)
    ? await loadLatePayment(db, payout, payload.outNo, payload)
    : await loadRepayout(db, payout, payload, false);
  if (!loaded.ok) return loaded;
  return accept([
    ...observePayoutParties(payout, loaded.value.parties),
    { type: "plan", no: payoutNo, version: null, facts: loaded.value.payload },
  ]);
}

const text = (value: string) => ({ kind: "text", text: value }) as const;
const message = (key: string) => ({ kind: "message", key: `act.REPAYOUT.${key}` }) as const;
const channelOf = (no: string) => ({ kind: "object", object: "channel", no }) as const;
function field(name: string, after: FieldChangeDto["after"], before: FieldChangeDto["before"] = null): FieldChangeDto {
  return { field: name, before, after };
}

function describeFields({
  asset,
  amountMinor,
  choice,
  channel,
  lastChannel,
  payee,
  attempts,
}: RepayoutPayload): FieldChangeDto[] {
  return [
    field("choice", message(`choice.${choice}`)),
    field("amount", { kind: "amount", amountMinor, asset }),
    ...(channel === null ? [] : [field("channel", channelOf(channel), channelOf(lastChannel))]),
    ...(choice === "RETURN" ? [] : [field("holder", text(payee.holder)), field("accountNo", text(payee.accountNo))]),
    ...attempts.map(describeAttempt),
  ];
}

function describeLate({ asset, amountMinor, choice, outNo, channel, paidOn, attempts }: LatePayload): FieldChangeDto[] {
  return [
    field("choice", message(`choice.${choice}`)),
    field("late", text(outNo)),
    field("amount", { kind: "amount", amountMinor, asset }),
    field("channel", channelOf(channel)),
    field("paidOn", text(paidOn)),
    ...attempts.map(describeAttempt),
  ];
}

function describeAttempt({ outNo, status, code }: LatePayload["attempts"][number]): FieldChangeDto {
  return field("attempt", text([outNo, status, code].filter(Boolean).join(" · ")));
}
