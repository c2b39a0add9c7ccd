import "server-only";
import type { OutgoingKind } from "@/core/money-out/attempt";
import type { Fault } from "@/core/money-out/channel-outcome";
import type { RefundInstruction, TransferInstruction } from "@/server/channels/channel-client";
import type { Attempt } from "@/server/money-out/attempts";
import type { DbReader, DbTransaction } from "@/server/transact";

export type Paid = { readonly channelNo: string | null; readonly happenedAt: Date };
export type CameBack = { readonly happenedAt: Date; readonly code: string; readonly message: string };
export type PaidAttempt = Paid & { readonly attempt: Attempt };
export type NotPaid = { readonly fault: Fault; readonly code: string; readonly message: string };

/**
 * What a kind of object does with what befalls its attempts. All but `instruct` run in the transaction of the effect, with
 * the attempt locked; none of them may refuse, since what they are told has happened.
 */
export type Outgoing = {
  /** What the channel is asked to do; read outside of any transaction. */
  instruct(db: DbReader, attempt: Attempt): Promise<RefundInstruction | TransferInstruction>;
  /** Books it as paid. Called once for an attempt, as `failed` is. */
  succeeded(tx: DbTransaction, attempt: Attempt, paid: Paid): Promise<void>;
  /** The same of many attempts at once, the first ones of their objects; where it is missing, they are told one by one. */
  succeededTogether?(tx: DbTransaction, paid: readonly PaidAttempt[]): Promise<void>;
  failed(tx: DbTransaction, attempt: Attempt, notPaid: NotPaid): Promise<void>;
  /**
   * Money that was paid has come back (退票); may be said again. False: it was known, and nothing was done. A kind without it has
   * its money back by a failure: a transfer that came back was not paid.
   */
  bounced?(tx: DbTransaction, attempt: Attempt, cameBack: CameBack): Promise<boolean>;
  /** Whether anybody knows where the money is; may be said again. */
  doubted(tx: DbTransaction, attempt: Attempt, inDoubt: boolean): Promise<void>;
};

export type OutgoingKinds = Readonly<Record<OutgoingKind, Outgoing>>;

export function isTransfer(instruction: RefundInstruction | TransferInstruction): instruction is TransferInstruction {
  return "payee" in instruction;
}
