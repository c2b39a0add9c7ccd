import "server-only";
import type { Json } from "@/core/json";
import { rerunReconciliation } from "@/server/reconciliation/rerun-reconciliation";
import { proveIncrement } from "@/server/verify/prove-increment";

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
  /** People, or the channel's answer, have said something about a day: its batch is run again. */
  "reconciliation.rerun": {
    takesAll: false,
    async handle(payload) {
      await rerunReconciliation(payload);
    },
  },
} as const satisfies Record<string, Topic>;
export type TopicName = keyof typeof TOPICS;
