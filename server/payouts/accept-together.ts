import "server-only";
import type { RequestPayoutInput } from "@/contracts/payouts";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import type { Json } from "@/core/json";
import { openTurn } from "@/core/payouts/decide-in-turn";
import { invariant } from "@/core/result";
import { digestPayee } from "@/server/channels/digest-payee";
import { failpoint } from "@/server/failpoint";
import { gatherCalls } from "@/server/gather-calls";
import { getLog } from "@/server/log";
import { mintOutNo } from "@/server/money-out/attempts";
import { reserveOf } from "@/server/payouts/load-payout";
import { type FoundOfMany, loadTogether } from "@/server/payouts/load-together";
import { draftPayout } from "@/server/payouts/payout-vouchers";
import { reserveKeyOf } from "@/server/payouts/reserve-money";
import { type AcceptedPayout, insertAcceptedPayouts } from "@/server/store/accepted-payouts";
import { accountKey, findOrOpenAccounts } from "@/server/store/accounts";
import { postHeld } from "@/server/store/holds";
import { mintPayoutNo } from "@/server/store/payouts";
import type { CommandContext, DbReader } from "@/server/transact";
import { claimCommands, transactTogether } from "@/server/transact-together";

/** A payout that is asked for by a command; `name` and `hashed` are what the command's receipt keeps of it. */
export type AskedPayout = {
  readonly name: string;
  readonly hashed: Json;
  readonly context: CommandContext;
  readonly input: RequestPayoutInput;
};
/** What stands once a payout was accepted at once. */
export type AcceptedAtOnce = { readonly payoutNo: string; readonly outNo: string };
/** A payout of a batch, with the account on which its money is kept ready. */
type Chosen = AskedPayout & {
  readonly payout: Omit<AcceptedPayout, "detail" | "outcome"> & { readonly merchantNo: string };
  readonly bankAccount: string;
};

/** A batch holds the hottest accounts until it commits: large enough to share one commit, small enough to be quick. */
const MAX_BATCH = 64;

/**
 * Accepts a payout together with whoever else asks at this moment, where nothing speaks against it: one transaction for all, each
 * under its own command. Null where it has to be asked for by itself: it is refused, needs a checker, was asked for before, or
 * the batch came to nothing. Nothing has happened to it then, or, where the end of a commit was not heard, all of it.
 */
export const acceptGathered = gatherCalls(MAX_BATCH, acceptTogether);

async function acceptTogether(asked: readonly AskedPayout[]): Promise<(AcceptedAtOnce | null)[]> {
  try {
    const accepted = await transactTogether((tx) => accept(tx, asked));
    await failpoint("payouts.accepted");
    return accepted;
  } catch (error) {
    getLog().debug({ err: error, payouts: asked.length }, "payouts are asked for one by one");
    return asked.map(() => null);
  }
}

/** Decides, claims, posts and freezes, writes: each once for all. The accounts that everybody waits for are locked by the last two. */
async function accept(tx: DbReader, asked: readonly AskedPayout[]): Promise<(AcceptedAtOnce | null)[]> {
  const chosen = choose(asked, await loadTogether(tx, asked.map(toWish)));
  const kept = chosen.flatMap((one) => one ?? []);
  if (kept.length > 0) {
    await claimCommands(
      tx,
      kept.map(({ name, context, hashed }) => ({ name, context, input: hashed })),
    );
    const voucherNos = await post(tx, kept);
    await insertAcceptedPayouts(
      tx,
      kept.map((one, place) => ({ ...one.payout, ...tell(one, voucherNos[place] ?? "") })),
    );
    await failpoint("attempt.prepared");
  }
  return chosen.map((one) => one && { payoutNo: one.payout.payoutNo, outNo: one.payout.outNo });
}

function toWish({ input, context: { actor, commandId, now } }: AskedPayout) {
  return { ...input, scope: actor.scope, commandId, on: accountingDayOf(now) };
}

/** Those that may leave at once, each on what those before it leave. Of two by one name the second one waits for the first. */
function choose(asked: readonly AskedPayout[], found: readonly (FoundOfMany | null)[]): (Chosen | null)[] {
  const turn = openTurn();
  const names = new Set<string>();
  return asked.map((one, place) => {
    const { context, input } = one;
    const { parties, facts } = found[place] ?? {};
    if (!parties?.payee || !parties.channel || !facts) return null;
    const own = [context.commandId, ...(input.clientRef === null ? [] : [`${input.merchantNo} ${input.clientRef}`])];
    if (own.some((name) => names.has(name))) return null;
    for (const name of own) names.add(name);
    const { merchant, payee, channel } = parties;
    const payoutNo = mintPayoutNo(accountingDayOf(context.now));
    const payeeDigest = digestPayee(payee);
    const decided = turn.decide(facts, { bankAccount: channel.bankAccount, payeeDigest, no: payoutNo });
    if (!decided.ok || decided.value.looks.length > 0) return null;
    const { asset, amountMinor, source, clientRef, batchNo, note } = input;
    const of = { merchantId: merchant.id, merchantNo: merchant.merchantNo, payeeAccountId: payee.id, payeeDigest };
    const what = {
      context,
      payoutNo,
      outNo: mintOutNo("PAYOUT"),
      asset,
      amountMinor,
      source,
      clientRef,
      batchNo,
      note,
    };
    return { ...one, payout: { ...what, ...of, channelId: channel.id }, bankAccount: channel.bankAccount };
  });
}

/** The merchants' money goes into transit and is kept ready in the reserve banks; the vouchers' numbers. */
async function post(tx: DbReader, chosen: readonly Chosen[]): Promise<string[]> {
  const reserves = chosen.map(({ bankAccount, payout }) => reserveOf({ bankAccount }, payout.asset));
  const accounts = await findOrOpenAccounts(tx, reserves);
  const posted = await postHeld(
    tx,
    chosen.map(({ context, payout }, place) => {
      const reserve = reserves[place];
      const accountId = reserve && accounts.get(accountKey(reserve));
      invariant(accountId !== undefined, `the reserve of ${payout.payoutNo} is there or opened`);
      const { payoutNo, outNo, amountMinor } = payout;
      const draft = draftPayout(context, payout, { event: "payout.accepted", numbered: payoutNo });
      const hold = { key: reserveKeyOf(outNo), accountId, amountMinor, reason: `attempt ${outNo}` };
      return { commandId: context.commandId, draft, hold };
    }),
  );
  return posted.map(({ voucherNo }) => voucherNo);
}

/** What the trail says of it, and what its command answers. */
function tell({ input, payout: { payoutNo, outNo } }: Chosen, voucherNo: string): { detail: Json; outcome: Json } {
  const { source, amountMinor, asset, clientRef, batchNo } = input;
  const detail = { voucherNo, outNo, source, amountMinor: `${amountMinor}`, asset, clientRef, batchNo };
  return { detail, outcome: toAnswer({ payoutNo, outNo }) };
}

/** What whoever asked is answered. */
export function toAnswer({ payoutNo, outNo }: AcceptedAtOnce) {
  return { payoutNo, status: "ACCEPTED" as const, outNo, looks: [], twinNos: [], approvalNo: null };
}
