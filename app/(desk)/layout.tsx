import type { ReactNode } from "react";
import { ChannelNames } from "@/components/channel/channel-names";
import { DeskShell } from "@/components/shell/desk-shell";
import { LaterProvider } from "@/components/ui/later";
import { requireActor } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { afterFirstBytes } from "@/server/first-bytes";
import { countMyApprovals } from "@/server/queries/count-my-approvals";
import { findBooksAlarm } from "@/server/queries/find-books-alarm";
import { isMoneyStopped } from "@/server/queries/find-money-stop";
import { listChannelChoices } from "@/server/queries/list-channel-choices";

/** The frame of every page. It needs to know who is there; what they may do is asked by each page for itself. */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const [actor, channels] = await Promise.all([requireActor(), listChannelChoices()]);
  const { displayName, login, roles, demo } = actor;
  const maySeeBooks = may(actor, "ledger.view") || may(actor, "audit.view");
  // What the frame counts comes after the frame.
  const sent = afterFirstBytes();
  const failedProofs = maySeeBooks ? sent.then(listFailedProofs) : null;
  return (
    <LaterProvider sent={sent}>
      <DeskShell
        actor={{ displayName, login, roles, demo }}
        approvalsWaiting={sent.then(() => countMyApprovals(actor))}
        failedProofs={failedProofs}
        moneyStopped={may(actor, "moneyOut.view") ? sent.then(isMoneyStopped) : null}
      >
        <ChannelNames channels={channels}>{children}</ChannelNames>
      </DeskShell>
    </LaterProvider>
  );
}

async function listFailedProofs(): Promise<string[] | null> {
  const alarm = await findBooksAlarm();
  return alarm?.failed.map((check) => check.name) ?? null;
}
