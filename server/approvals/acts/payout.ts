import "server-only";
import type { FieldChangeDto } from "@/contracts/approval-views";
import { type PayoutPayload, payoutPayload } from "@/contracts/payouts";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { decidePayout } from "@/core/payouts/decide-payout";
import { accept, invariant, type Result, refuse } from "@/core/result";
import { type DependedObject, defineAct } from "@/server/approvals/act";
import { observePayoutParties, weighPayout } from "@/server/approvals/objects/observe-payout";
import { appendAudit } from "@/server/audit/append-audit";
import { acceptPayout } from "@/server/payouts/accept-payout";
import { loadParties, lockFacts, readFacts } from "@/server/payouts/load-payout";
import { planPayoutLines } from "@/server/payouts/payout-vouchers";
import { findPayout, lockPayout, movePayout, payoutUnknown } from "@/server/store/payouts";
import type { DbReader } from "@/server/transact";

/** A payout above the merchant's limits, or one that looks like another of the day. */
export const payoutAct = defineAct<PayoutPayload>({
  name: "PAYOUT",
  proposedWith: "payout.ask",
  payload: payoutPayload,
  object: ({ payoutNo }) => ({ type: "payout", no: payoutNo }),
  weigh: (db, { payoutNo }) => weighPayout(db, "PAYOUT", payoutNo),
  async lock(tx, { payoutNo, merchantNo, ...payload }) {
    await lockPayout(tx, payoutNo);
    await loadParties(tx, null, { merchantNo, ...wishOf(payload) }, true);
  },
  observe,
  async execute(tx, payload, { id, approvalNo }) {
    const { payoutNo, merchantNo } = payload;
    const payout = await findPayout(tx, null, payoutNo);
    invariant(payout?.status === "REQUESTED", `${payoutNo} was just compared`);
    const parties = await loadParties(tx, null, { merchantNo, ...wishOf(payload) });
    invariant(parties.ok && parties.value.channel, `${approvalNo} was just compared with the facts`);
    const { requestedAt, amountMinor, asset } = payout;
    const about = { on: accountingDayOf(requestedAt), exceptNo: payoutNo };
    // Money may have come in or gone since it was asked for: too little leaves the request waiting.
    const decided = decidePayout(await lockFacts(tx, parties.value, { asset, amountMinor }, about));
    if (!decided.ok) return decided;
    const { voucherNo, outNo } = await acceptPayout(tx, payout, parties.value.channel, id);
    await movePayout(tx, payout, "ACCEPTED", { approvalId: id });
    const detail = { approvalNo, voucherNo, outNo };
    await appendAudit(tx, { action: "payout.accepted", objectType: "payout", objectNo: payoutNo, detail });
    return accept({ voucherNo });
  },
  async giveBack(tx, { payoutNo }, status) {
    const payout = await lockPayout(tx, payoutNo);
    if (payout?.status !== "REQUESTED") return;
    await movePayout(tx, payout, "REFUSED");
    await appendAudit(tx, { action: "payout.refused", objectType: "payout", objectNo: payoutNo, detail: { status } });
  },
  async describe(_db, payload) {
    const subject = { kind: "object", object: "payout", no: payload.payoutNo } as const;
    return { subject, changes: describeFields(payload), lines: payload.lines };
  },
});

function wishOf({ asset, payee, channel }: Pick<PayoutPayload, "asset" | "payee" | "channel">) {
  return { asset, payee: payee.accountRef, channel };
}

/**
 * The payout, whom it goes to, by which channel, under which limits, and what it looks like: a twin that has come or gone makes
 * it another question.
 */
async function observe(db: DbReader, payload: PayoutPayload): Promise<Result<DependedObject[]>> {
  const { payoutNo, merchantNo } = payload;
  const payout = await findPayout(db, null, payoutNo);
  if (!payout) return payoutUnknown(payoutNo);
  if (payout.status !== "REQUESTED") {
    const message = `${payoutNo} is ${payout.status} and waits for nobody.`;
    return refuse("payout_not_requested", message, { payoutNo, status: payout.status });
  }
  const parties = await loadParties(db, null, { merchantNo, ...wishOf(payload) });
  if (!parties.ok) return parties;
  const { requestedAt, asset, amountMinor } = payout;
  const facts = await readFacts(db, parties.value, payout, { on: accountingDayOf(requestedAt), exceptNo: payoutNo });
  const { merchantId } = payout;
  const plan = {
    twinNos: [...facts.twinNos],
    lines: planPayoutLines("payout.accepted", { payoutNo, merchantId, merchantNo, asset, amountMinor }),
  };
  return accept([
    ...observePayoutParties(payout, parties.value),
    { type: "plan", no: payoutNo, version: null, facts: plan },
  ]);
}

function describeFields(payload: PayoutPayload): FieldChangeDto[] {
  const { asset, amountMinor, channel, payee, looks, twinNos, limitMinor, dayLimitMinor, sameDayMinor } = payload;
  const text = (value: string) => ({ kind: "text", text: value }) as const;
  const money = (minor: string) => ({ kind: "amount", amountMinor: minor, asset }) as const;
  const yuan = (minor: string | null) => minor && ({ kind: "amount", amountMinor: minor, asset: "CNY" } as const);
  const field = (name: string, after: FieldChangeDto["after"] | "", before: FieldChangeDto["before"] | "" = null) => ({
    field: name,
    before: before || null,
    after: after || null,
  });
  const isOver = (look: (typeof looks)[number]) => looks.includes(look);
  return [
    ...looks.map((look) => field("look", { kind: "message", key: `act.PAYOUT.look.${look}` })),
    ...twinNos.map((no) => field("twin", { kind: "object", object: "payout", no })),
    field("amount", money(amountMinor), isOver("OVER_LIMIT") ? yuan(limitMinor) : null),
    ...(isOver("OVER_DAY_LIMIT")
      ? [field("day", money(`${BigInt(sameDayMinor) + BigInt(amountMinor)}`), yuan(dayLimitMinor))]
      : []),
    field("holder", text(payee.holder)),
    field("bank", text(payee.bank)),
    field("accountNo", text(payee.accountNo)),
    field("channel", { kind: "object", object: "channel", no: channel }),
  ];
}
