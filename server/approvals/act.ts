import "server-only";
import type { z } from "zod";
import type { ApprovalDescriptionDto } from "@/contracts/approval-views";
import type { ActName, RuledAct } from "@/core/approvals/acts";
import type { Json } from "@/core/json";
import type { Permission } from "@/core/permissions/permissions";
import { invariant, type Result } from "@/core/result";
import type { DbReader, DbTransaction } from "@/server/transact";

/**
 * Something that a request depends on. `facts` are its significant fields as they are now: any difference makes the
 * request void. `version`: the number by which the database itself compares it (see `approval_object_version`), or null
 * where it has none.
 */
export type DependedObject = {
  readonly type: string;
  readonly no: string;
  readonly version: number | null;
  readonly facts: Json;
};
/** What the policy looks at. `payee`: who gets the money, or whose it is; requests for one payee within a day are summed. */
export type Weight = {
  readonly ruledAct: RuledAct;
  readonly amount: { readonly amountMinor: bigint; readonly asset: string } | null;
  readonly payee: string | null;
  readonly merchantId: bigint | null;
  /** Who has worked on the object, and may therefore not check it. */
  readonly editorIds: readonly string[];
};
/** The request that is being executed. The caller has closed it as EXECUTED; the database asks for that. */
export type Executing = {
  readonly id: bigint;
  readonly approvalNo: string;
  readonly makerId: bigint;
  readonly reason: string;
};
export type Executed = { readonly voucherNo: string | null };
export type UndoneStatus = "REJECTED" | "STALE" | "WITHDRAWN" | "EXPIRED";

/**
 * One kind of thing that a person proposes and others check; a file of server/approvals/acts each (see docs/approvals.md).
 * `payload` reads what a request has frozen. `observe` names everything that the request depends on, the object itself
 * among it, or refuses where it cannot be done any more; it is asked at the proposal, for the page, and at each signature
 * behind `lock`, which holds all of it still.
 */
export type ActDefinition<Payload> = {
  readonly name: ActName;
  readonly proposedWith: Permission;
  readonly payload: z.ZodType<Payload>;
  readonly object: (payload: Payload) => { readonly type: string; readonly no: string };
  readonly weigh: (db: DbReader, payload: Payload) => Promise<Weight>;
  readonly lock?: (tx: DbTransaction, payload: Payload) => Promise<void>;
  readonly observe: (db: DbReader, payload: Payload) => Promise<Result<readonly DependedObject[]>>;
  readonly execute: (tx: DbTransaction, payload: Payload, approval: Executing) => Promise<Result<Executed>>;
  /** Puts the object back where it was when a request ends undone; nothing where it was never moved. */
  readonly giveBack?: (tx: DbTransaction, payload: Payload, status: UndoneStatus) => Promise<void>;
  /** What changes, field by field, for the page; acts with a page of their own leave it out. */
  readonly describe?: (db: DbReader, payload: Payload) => Promise<ApprovalDescriptionDto>;
};
/** An act about one payload. */
export type BoundAct = {
  readonly name: ActName;
  readonly proposedWith: Permission;
  readonly payload: Json;
  readonly object: { readonly type: string; readonly no: string };
  readonly weigh: (db: DbReader) => Promise<Weight>;
  readonly lock: (tx: DbTransaction) => Promise<void>;
  readonly observe: (db: DbReader) => Promise<Result<readonly DependedObject[]>>;
  readonly execute: (tx: DbTransaction, approval: Executing) => Promise<Result<Executed>>;
  readonly giveBack: (tx: DbTransaction, status: UndoneStatus) => Promise<void>;
  readonly describe: (db: DbReader) => Promise<ApprovalDescriptionDto | null>;
};
export type Act = { readonly name: ActName; readonly bind: (payload: Json) => BoundAct };

/** Makes an act. A payload that does not parse is a fault of ours: it was parsed when it was proposed. */
export function defineAct<Payload>(definition: ActDefinition<Payload>): Act {
  const { name, proposedWith } = definition;
  return {
    name,
    bind: (frozen) => {
      const parsed = definition.payload.safeParse(frozen);
      invariant(parsed.success, `what was frozen for ${name} is of its contract`);
      const payload = parsed.data;
      return {
        name,
        proposedWith,
        payload: frozen,
        object: definition.object(payload),
        weigh: (db) => definition.weigh(db, payload),
        lock: async (tx) => definition.lock?.(tx, payload),
        observe: (db) => definition.observe(db, payload),
        execute: (tx, approval) => definition.execute(tx, payload, approval),
        giveBack: async (tx, status) => definition.giveBack?.(tx, payload, status),
        describe: async (db) => (await definition.describe?.(db, payload)) ?? null,
      };
    },
  };
}
