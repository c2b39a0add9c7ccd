import "server-only";
import type { DeleteViewInput } from "@/contracts/saved-views";
import { accept } from "@/core/result";
import { defineCommand } from "@/server/command";
import { findViewOwner } from "@/server/teamwork/saved-views";

/** Takes a view away; whose queue opened with it finds everything that is open again. */
export const deleteView = defineCommand<DeleteViewInput, { deleted: true }>({
  action: "view.delete",
  permission: "suspense.view",
  object: ({ viewId }) => ({ type: "saved_view", no: viewId }),
  toHashed: ({ viewId }) => ({ viewId }),
  async effect(tx, { viewId }) {
    const owner = await findViewOwner(tx, viewId);
    if (!owner.ok) return owner;
    await tx.query("DELETE FROM saved_views WHERE id = $1", [viewId]);
    return accept({ deleted: true });
  },
});
