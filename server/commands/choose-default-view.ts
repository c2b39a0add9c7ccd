import "server-only";
import type { ChooseDefaultViewInput } from "@/contracts/saved-views";
import { accept } from "@/core/result";
import { defineCommand } from "@/server/command";
import { refuseUnknownView, setDefaultView } from "@/server/teamwork/saved-views";

/** Chooses the view with which one's own queue opens, or none. */
export const chooseDefaultView = defineCommand<ChooseDefaultViewInput, { chosen: true }>({
  action: "view.choose",
  permission: "suspense.view",
  object: ({ viewId }) => ({ type: "saved_view", no: viewId ?? "none" }),
  toHashed: ({ viewId }) => ({ viewId }),
  async effect(tx, { viewId }) {
    if (viewId === null) {
      await tx.query("DELETE FROM default_views WHERE user_id = $1", [tx.context.actor.userId]);
      return accept({ chosen: true });
    }
    const [seen] = await tx.query(
      `SELECT 1 FROM saved_views v WHERE v.id = $1 AND ((v.team_id IS NULL AND v.owner_id = $2)
         OR v.team_id IN (SELECT team_id FROM team_members WHERE user_id = $2))`,
      [viewId, tx.context.actor.userId],
    );
    if (!seen) return refuseUnknownView();
    await setDefaultView(tx, viewId);
    return accept({ chosen: true });
  },
});
