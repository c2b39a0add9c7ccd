import { randomUUID } from "node:crypto";
import { channelInput } from "@/contracts/channels";
import { requestPayoutInput } from "@/contracts/payouts";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import type { Actor } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import { requestPayout } from "@/server/commands/request-payout";
import { setChannels } from "@/server/commands/set-channels";
import { type Attempt, listAttempts } from "@/server/money-out/attempts";
import { hearAnswer } from "@/server/money-out/hear-answer";
import { findPayout, type PayoutRow } from "@/server/store/payouts";
import { reader } from "@/server/transact";
import { asSystem } from "./command-context";
import { accepted, by, type Desk, openDesk } from "./desk-fixture";

/** A desk with a second channel that remits to the same reserve bank, and merchants that can be paid to. */
export async function openPayoutDesk(): Promise<Desk> {
  const desk = await openDesk();
  const bank = { code: "bank", name: "Bank", format: "alipay-trade", bankAccount: "other" };
  const wechat = {
    code: "wechat",
    name: "WeChat Pay",
    format: "wechat-trade",
    costBps: 60,
    bufferDays: 0,
    bankAccount: "reserve",
  };
  accepted(await setChannels(asSystem(), { channels: [channelInput.parse(wechat), channelInput.parse(bank)] }));
  await addPayees(desk, "M1", 1);
  await addPayees(desk, "M2", 1);
  return desk;
}

/** Bank accounts of a merchant's that can be paid to; answers their references. */
export async function addPayees({ db }: Desk, merchantNo: string, count: number): Promise<string[]> {
  const { rows } = await db.ownerPool.query<{ ref: string }>(
    `INSERT INTO merchant_bank_accounts (account_ref, merchant_id, asset, holder, bank, account_no, added_at, payable_from, command_id)
     SELECT 'BA' || lpad(nextval('document_numbers')::text, 8, '0'), m.id, 'CNY', m.name, 'ICBC',
            '6222' || lpad(currval('document_numbers')::text, 12, '0'), now() - interval '9 days', now() - interval '2 days', m.command_id
     FROM merchants m CROSS JOIN generate_series(1, $2) WHERE m.merchant_no = $1 RETURNING account_ref AS ref`,
    [merchantNo, count],
  );
  return rows.map((row) => row.ref);
}

export type Wish = {
  readonly merchantNo?: string;
  readonly amountMinor: bigint;
  readonly payee?: string;
  readonly channel?: string;
  readonly clientRef?: string;
};

export function askFor(actor: Actor, wish: Wish, commandId: string = randomUUID()) {
  const { amountMinor, merchantNo = "M1", ...rest } = wish;
  const input = { commandId, merchantNo, asset: "CNY", amountMinor: `${amountMinor}`, channel: "wechat", ...rest };
  const { commandId: _, ...parsed } = requestPayoutInput.parse(input);
  return requestPayout(by(actor, commandId), { ...parsed, source: "PAGE", batchNo: null });
}

export async function payoutOf(payoutNo: string): Promise<PayoutRow> {
  const payout = await findPayout(reader, null, payoutNo);
  invariant(payout, `there is ${payoutNo}`);
  return payout;
}

export async function lastAttemptOf(payoutNo: string): Promise<Attempt> {
  const attempt = (await listAttempts(reader, "PAYOUT", payoutNo)).at(-1);
  invariant(attempt, `${payoutNo} has an attempt`);
  return attempt;
}

export type Said = "SUCCEEDED" | "PAYEE" | "CHANNEL" | "PROCESSING" | "NO_ANSWER";

/** The channel says this of the payout's last attempt, as if it had just been sent. */
export async function channelSays({ db }: Desk, payoutNo: string, said: Said): Promise<PayoutRow> {
  const attempt = await lastAttemptOf(payoutNo);
  if (attempt.status === "WAITING") {
    await db.ownerPool.query(
      "UPDATE money_attempts SET status = 'SENT', sends = sends + 1, version = version + 1 WHERE id = $1",
      [attempt.id],
    );
  }
  accepted(await hearAnswer(attempt, { source: "CALLBACK", outcome: outcomeOf(attempt, said) }));
  return payoutOf(payoutNo);
}

function outcomeOf({ amountMinor, asset, outNo }: Attempt, said: Said): ChannelOutcome {
  const why = { code: said, message: "as the test says" };
  switch (said) {
    case "SUCCEEDED":
      return {
        kind: "SUCCEEDED",
        channelNo: `C-${outNo}`,
        amountMinor,
        asset,
        happenedAt: new Date("2026-11-20T05:00:00Z"),
      };
    case "PAYEE":
    case "CHANNEL":
      return { kind: "FAILED", fault: said, ...why };
    case "PROCESSING":
      return { kind: "PROCESSING", channelNo: null };
    case "NO_ANSWER":
      return { kind: "NO_ANSWER", ...why };
  }
}
