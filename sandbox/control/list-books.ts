import { truthOf } from "../books/telling";
import type { Sandbox } from "../sandbox";
import { type IntentionRow, toIntention } from "../store/rows";

export type BooksFilter = {
  readonly channel: string | null;
  readonly outNo: string | null;
  /** The id behind which the page begins. */
  readonly after: string;
  readonly limit: number;
};

/** What was accepted, for whoever judges: one entry per number, however often it came. Amounts in fen, as text. */
export type BooksEntry = {
  readonly id: string;
  readonly channel: string;
  readonly operation: "REFUND" | "TRANSFER";
  readonly outNo: string;
  readonly orderNo: string | null;
  readonly amountMinor: string;
  readonly payee: { readonly holder: string; readonly bank: string; readonly accountNo: string } | null;
  /** The truth, whatever a mood has it say. */
  readonly state: "PROCESSING" | "SUCCEEDED" | "FAILED" | "BOUNCED";
  readonly fault: "PAYEE" | "CHANNEL" | null;
  readonly code: string | null;
  readonly channelNo: string;
  /** How often it was asked for; it was done once. */
  readonly calls: number;
  readonly acceptedAt: string;
  readonly settlesAt: string;
};
export type BooksPage = {
  readonly entries: readonly BooksEntry[];
  /** To go on behind this page; null on the last one. */
  readonly next: string | null;
  readonly balances: Readonly<Record<string, string>>;
};

const PAGE_MAX = 10_000;

export function readBooksFilter(query: URLSearchParams): BooksFilter {
  const [after, limit] = [query.get("after") ?? "0", Number(query.get("limit") ?? PAGE_MAX)];
  return {
    channel: query.get("channel"),
    outNo: query.get("outNo"),
    after: /^\d{1,18}$/.test(after) ? after : "0",
    limit: Number.isInteger(limit) && limit > 0 ? Math.min(limit, PAGE_MAX) : PAGE_MAX,
  };
}

export async function listBooks({ db, clock, clerk, channels }: Sandbox, filter: BooksFilter): Promise<BooksPage> {
  const { rows } = await db.query<IntentionRow & { id: string }>(
    `SELECT * FROM intentions WHERE id > $1 AND ($2::text IS NULL OR channel = $2) AND ($3::text IS NULL OR out_no = $3)
      ORDER BY id LIMIT $4`,
    [filter.after, filter.channel, filter.outNo, filter.limit],
  );
  const entries = rows.map((row) => toEntry(row, clock()));
  const next = entries.length === filter.limit ? (entries.at(-1)?.id ?? null) : null;
  const balances = Object.fromEntries([...channels.keys()].map((code) => [code, `${clerk.balanceOf(code)}`]));
  return { entries, next, balances };
}

/** The newest first, for people. */
export async function listNewest({ db, clock }: Sandbox, limit: number): Promise<BooksEntry[]> {
  const { rows } = await db.query<IntentionRow & { id: string }>("SELECT * FROM intentions ORDER BY id DESC LIMIT $1", [
    limit,
  ]);
  return rows.map((row) => toEntry(row, clock()));
}

function toEntry(row: IntentionRow & { id: string }, now: Date): BooksEntry {
  const intention = toIntention(row);
  const { state, fault, code } = truthOf(intention, now);
  const { channel, operation, outNo, orderNo, payee, channelNo, calls } = intention;
  return {
    ...{ id: row.id, channel, operation, outNo, orderNo, payee, channelNo, calls, state, fault, code },
    amountMinor: `${intention.amountMinor}`,
    acceptedAt: intention.acceptedAt.toISOString(),
    settlesAt: intention.settlesAt.toISOString(),
  };
}
