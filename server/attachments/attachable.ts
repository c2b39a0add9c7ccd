import "server-only";
import type { AttachableReference, AttachableType } from "@/contracts/attachments";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted, type Permission } from "@/core/permissions/permissions";
import { findSuspenseItem } from "@/server/store/suspense-items";
import type { DbReader } from "@/server/transact";

type Attachable = {
  /** Who may see the object may see what stands beside it. */
  readonly view: Permission;
  readonly isVisible: (db: DbReader, actor: Actor, no: string) => Promise<boolean>;
};

const ATTACHABLE: Record<AttachableType, Attachable> = {
  suspense: {
    view: "suspense.view",
    isVisible: async (db, actor, no) => (await findSuspenseItem(db, actor, no)) !== null,
  },
  approval: {
    view: "approval.view",
    async isVisible(db, actor, no) {
      const found = await db.query(
        `SELECT 1 FROM approvals a LEFT JOIN merchants m ON m.id = a.merchant_id
         WHERE a.approval_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`,
        [no, actor.scope],
      );
      return found.length > 0;
    },
  },
  draft: {
    view: "attachment.add",
    // A draft is not in the database: it is seen by whoever put the first file beside it, and is free until then.
    async isVisible(db, actor, no) {
      const others = await db.query(
        "SELECT 1 FROM attachments WHERE object_type = 'draft' AND object_no = $1 AND uploaded_by <> $2::bigint LIMIT 1",
        [no, actor.userId],
      );
      return others.length === 0;
    },
  },
};

/** Whether the actor may see the object, and with it the files beside it. */
export async function maySeeAttachable(
  db: DbReader,
  actor: Actor,
  { type, no }: AttachableReference,
): Promise<boolean> {
  const { view, isVisible } = ATTACHABLE[type];
  return isPermitted(actor.roles, view) && (await isVisible(db, actor, no));
}
