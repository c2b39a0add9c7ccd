import "server-only";
import { z } from "zod";
import type { Json } from "@/core/json";
import { adoptAfterBatch } from "@/server/reconciliation/adopt-after-batch";
import { rerunReconciliation } from "@/server/reconciliation/rerun-reconciliation";
import { reader } from "@/server/transact";
import { proveIncrement } from "@/server/verify/prove-increment";

const statementNamed = z.object({ statementId: z.string() });

/**
 * What the worker does with each message, outside of any transaction. A handler may run twice for one message, so it
 * does the same thing again or nothing. `takesAll`: one run answers every waiting message of the topic.
 */
export type Topic = { readonly takesAll: boolean; readonly handle: (payload: Json) => Promise<void> };

export const TOPICS = {
  /** The book has moved in bulk or by hand: prove it now rather than at the next turn. */
  "books.prove": {
    takesAll: true,
    async handle() {
      await proveIncrement();
    },
  },
  /** A batch has found what only the channel calls done: the policy says what of it is booked. */
  "statuses.adopt": {
    takesAll: false,
    async handle(payload) {
      await adoptAfterBatch(payload);
    },
  },
  /** A large statement is in: its lines are to be found by their numbers, and passed over by who seeks others. */
  "statement.number": {
    takesAll: false,
    async handle(payload) {
      const { statementId } = statementNamed.parse(payload);
      await reader.query("SELECT number_lines($1)", [statementId]);
      await reader.query("SELECT summarise_places($1)", [statementId]);
    },
  },
  /** People, or the channel's answer, have said something about a day: its batch is run again. */
  "reconciliation.rerun": {
    takesAll: false,
    async handle(payload) {
      await rerunReconciliation(payload);
    },
  },
} as const satisfies Record<string, Topic>;
export type TopicName = keyof typeof TOPICS;
