import type { ReactNode } from "react";
import { DeskShell } from "@/components/shell/desk-shell";
import { requireActor } from "@/server/auth/actor";
import { countMyApprovals } from "@/server/queries/count-my-approvals";

/** The frame of every page. It needs to know who is there; what they may do is asked by each page for itself. */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor();
  const { displayName, login, roles, demo } = actor;
  return (
    <DeskShell actor={{ displayName, login, roles, demo }} approvalsWaiting={await countMyApprovals(actor)}>
      {children}
    </DeskShell>
  );
}
