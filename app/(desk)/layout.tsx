import type { ReactNode } from "react";
import { DeskShell } from "@/components/shell/desk-shell";
import { requireActor } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { countMyApprovals } from "@/server/queries/count-my-approvals";
import { findBooksAlarm } from "@/server/queries/find-books-alarm";
import { isMoneyStopped } from "@/server/queries/find-money-stop";

/** The frame of every page. It needs to know who is there; what they may do is asked by each page for itself. */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor();
  const { displayName, login, roles, demo } = actor;
  const maySeeBooks = may(actor, "ledger.view") || may(actor, "audit.view");
  // Not awaited: what the frame counts comes after the frame.
  const failedProofs = maySeeBooks ? listFailedProofs() : null;
  return (
    <DeskShell
      actor={{ displayName, login, roles, demo }}
      approvalsWaiting={countMyApprovals(actor)}
      failedProofs={failedProofs}
      moneyStopped={may(actor, "moneyOut.view") ? isMoneyStopped() : null}
    >
      {children}
    </DeskShell>
  );
}

async function listFailedProofs(): Promise<string[] | null> {
  const alarm = await findBooksAlarm();
  return alarm?.failed.map((check) => check.name) ?? null;
}
