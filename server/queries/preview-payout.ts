import "server-only";
import type { Previewed } from "@/contracts/action-result";
import type { PayoutChoicesDto, PayoutPreviewDto } from "@/contracts/payout-views";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { decidePayout } from "@/core/payouts/decide-payout";
import type { Actor } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import { getClock } from "@/server/clock";
import { loadParties, type PayoutWish, readFacts } from "@/server/payouts/load-payout";
import { foretellRule } from "@/server/queries/asking-rule";
import { listPayingChannels } from "@/server/queries/list-paying-channels";
import { reader } from "@/server/transact";
import { type PayeeRaw, toPayee } from "./payout-rows";

/** Whom a merchant can be paid to now, by what, and out of how much; null where there is none in the reader's scope. */
export async function getPayoutChoices(
  actor: Actor,
  merchantNo: string,
  asset: string,
): Promise<PayoutChoicesDto | null> {
  const parties = await loadParties(reader, actor.scope, { merchantNo, asset, payee: null, channel: null });
  if (!parties.ok) return null;
  const { merchant, payee: paidTo } = parties.value;
  const facts = await readFacts(reader, parties.value, { asset, amountMinor: 1n }, { on: today() });
  const payees = await reader.query<PayeeRaw>(
    `SELECT account_ref AS "accountRef", holder, bank, account_no AS "accountNo" FROM merchant_bank_accounts
     WHERE merchant_id = $1 AND asset = $2 AND closed_at IS NULL AND payable_from <= now() ORDER BY payable_from DESC, id DESC LIMIT 50`,
    [merchant.id, asset],
  );
  return {
    merchant: {
      no: merchant.merchantNo,
      name: merchant.name,
      limitMinor: merchant.limitMinor?.toString() ?? null,
      dayLimitMinor: merchant.dayLimitMinor?.toString() ?? null,
    },
    asset,
    availableMinor: `${facts.settlementMinor}`,
    payees: payees.map((raw) => ({ ...toPayee(raw), isPaidTo: raw.accountRef === paidTo?.accountRef })),
    channels: await listPayingChannels(asset),
  };
}

/** What would become of it if it were asked for now: at once, after a second look, or why not. */
export async function previewPayout(actor: Actor, wish: PayoutWish): Promise<Previewed<PayoutPreviewDto>> {
  const parties = await loadParties(reader, actor.scope, wish);
  if (!parties.ok) return parties;
  const facts = await readFacts(reader, parties.value, wish, { on: today() });
  const decided = decidePayout(facts);
  if (!decided.ok) return decided;
  const { merchant, payee, channel } = parties.value;
  invariant(payee && channel, "what was decided on is there");
  const { looks } = decided.value;
  const { asset, amountMinor } = wish;
  const about = { payee: `account ${payee.accountRef}`, merchantId: merchant.id, editorIds: [] };
  const weight = { ruledAct: "PAYOUT", amount: { amountMinor, asset }, ...about } as const;
  return {
    ok: true,
    preview: {
      looks,
      twinNos: facts.twinNos,
      channel: channel.code,
      leftMinor: `${facts.settlementMinor - amountMinor}`,
      rule: looks.length === 0 ? null : await foretellRule(reader, weight),
    },
  };
}

function today(): string {
  return accountingDayOf(getClock().now());
}
