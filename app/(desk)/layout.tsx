import type { ReactNode } from "react";
import { DeskShell } from "@/components/shell/desk-shell";
import { requireActor } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { countMyApprovals } from "@/server/queries/count-my-approvals";
import { findBooksAlarm } from "@/server/queries/find-books-alarm";

/** The frame of every page. It needs to know who is there; what they may do is asked by each page for itself. */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor();
  const { displayName, login, roles, demo } = actor;
  const maySeeBooks = may(actor, "ledger.view") || may(actor, "audit.view");
  const [approvalsWaiting, alarm] = await Promise.all([countMyApprovals(actor), maySeeBooks ? findBooksAlarm() : null]);
  return (
    <DeskShell
      actor={{ displayName, login, roles, demo }}
      approvalsWaiting={approvalsWaiting}
      failedProofs={alarm?.failed.map((check) => check.name) ?? null}
    >
      {children}
    </DeskShell>
  );
}
