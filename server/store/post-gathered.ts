import "server-only";
import type { Json } from "@/core/json";
import { accept, invariant, type Result, refuse } from "@/core/result";
import { getLog } from "@/server/log";
import {
  isKeyReused,
  type PostedRow,
  type PostedVoucher,
  postVouchers,
  toAccountLines,
  toColumns,
  toPosted,
  type VoucherDraft,
} from "@/server/store/post-vouchers";
import { type CommandContext, hashIntent, reader, transact } from "@/server/transact";

/** A command that is nothing but one voucher; `input` is the intent that its receipt keeps the hash of. */
export type PostingCommand = {
  readonly name: string;
  readonly context: CommandContext;
  readonly input: Json;
  readonly draft: VoucherDraft;
};
/** `existed`: another command had posted the same under this voucher's key before. */
export type VoucherOutcome = { voucherNo: string; existed: boolean };
/** What a receipt holds: the number alone, where the command posted a voucher of its own in a call of many. */
type Receipt = VoucherOutcome | [voucherNo: string];
type Waiting = PostingCommand & {
  readonly settle: (result: Result<VoucherOutcome> | Promise<Result<VoucherOutcome>>) => void;
};

/** A batch holds its accounts' rows until it commits: large enough to share one commit, small enough to be quick. */
const MAX_BATCH = 500;
/** While the database works on one call, this process prepares the next: a second one under way keeps both busy. */
const MAX_CALLS = 2;
/** So few share one call rather than being divided among two: what a call costs by itself is most of theirs. */
const UNDIVIDED = 50;
/** Seconds of work; whoever comes beyond that would only wait past every time-out. */
const MAX_WAITING = 20_000;

const waiting: Waiting[] = [];
let callsUnderWay = 0;

/**
 * Posts one voucher as one command: its receipt and its voucher, at most once per command id. Callers of the same moment
 * share a call of the database and its commit: whoever comes while two are under way is in the next. Each gets an answer
 * of its own; one that spoils a batch (an overdraft, a key used before) is found by halves and answered alone.
 */
export function postGathered(command: PostingCommand): Promise<Result<VoucherOutcome>> {
  if (waiting.length >= MAX_WAITING) {
    const message = "More postings are waiting than can be taken in; nothing was posted. Try again in a moment.";
    return Promise.resolve(refuse("desk_busy", message));
  }
  return new Promise((settle) => {
    waiting.push({ ...command, settle });
    if (callsUnderWay === MAX_CALLS) return;
    callsUnderWay += 1;
    // After this turn of the event loop, so that callers of the same turn are in the first batch already.
    setImmediate(() => void postWaiting());
  });
}

async function postWaiting(): Promise<void> {
  while (waiting.length > 0) {
    const share = Math.max(UNDIVIDED, Math.ceil(waiting.length / MAX_CALLS));
    await postTogether(waiting.splice(0, Math.min(share, MAX_BATCH)));
  }
  callsUnderWay -= 1;
}

/** One call for all; where it fails, one for each half, down to the one who spoils it and is dealt with alone. */
async function postTogether(batch: readonly Waiting[]): Promise<void> {
  try {
    const posted = await postBatch(batch);
    batch.forEach((one, index) => {
      one.settle(accept(toOutcome(posted[index])));
    });
  } catch (error) {
    // Nothing of it was committed, or, since an error at COMMIT proves nothing, all of it: then each finds its receipt.
    getLog().debug({ error, postings: batch.length }, "a batch of postings was refused and is divided");
    const [first] = batch;
    if (first && batch.length === 1) return first.settle(postAlone(first));
    const half = Math.ceil(batch.length / 2);
    await postTogether(batch.slice(0, half));
    await postTogether(batch.slice(half));
  }
}

async function postBatch(batch: readonly Waiting[]): Promise<PostedVoucher[]> {
  const drafts = batch.map((one) => one.draft);
  const lines = await toAccountLines(reader, drafts);
  const rows = await reader.query<PostedRow>(
    `SELECT voucher_id, voucher_no, existed
     FROM ledger_post_commands($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      batch.map((one) => one.context.commandId),
      batch.map((one) => one.name),
      batch.map((one) => one.context.actor.userId),
      batch.map((one) => hashIntent(one.name, one.input)),
      ...toColumns(drafts, lines),
    ],
  );
  return rows.map(toPosted);
}

async function postAlone({ name, context, input, draft }: PostingCommand): Promise<Result<VoucherOutcome>> {
  try {
    const result = await transact<Receipt>(name, context, input, async (tx) =>
      accept(toOutcome((await postVouchers(tx, [draft]))[0])),
    );
    return result.ok ? accept(readReceipt(result.value)) : result;
  } catch (error) {
    if (!isKeyReused(error)) throw error;
    return refuse("voucher_key_reused", `"${draft.key}" names another posting already; nothing was posted.`);
  }
}

function readReceipt(receipt: Receipt): VoucherOutcome {
  return Array.isArray(receipt) ? { voucherNo: receipt[0], existed: false } : receipt;
}

function toOutcome(posted: PostedVoucher | undefined): VoucherOutcome {
  invariant(posted, "every voucher is answered");
  return { voucherNo: posted.voucherNo, existed: posted.existed };
}
