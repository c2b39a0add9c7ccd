"use client";

import { useEffect, useRef, useState } from "react";
import { useShortcut } from "@/components/shell/use-shortcut";
import { cn } from "@/components/ui/cn";
import type { ResolutionChoice } from "@/contracts/suspense";
import type { SuspenseItemDto } from "@/contracts/suspense-views";
import { Candidates } from "./candidate-tables";
import { EvidenceTable } from "./evidence-table";
import { HandOverNotes } from "./hand-over-notes";
import { ItemFacts } from "./item-facts";
import { ItemRecord } from "./item-record";
import { ItemToolbar } from "./item-toolbar";
import { OtherLines } from "./other-lines";
import { PresenceLine } from "./presence-line";
import { ProposeDialog } from "./propose-dialog";
import { RequestCard } from "./request-card";
import { ResolvedCard } from "./resolved-card";
import { SuggestionCard } from "./suggestion-card";
import type { SuspenseActions } from "./suspense-actions";
import { useItemWork } from "./use-item-work";
import { usePresence } from "./use-presence";
import { useTeamwork } from "./use-teamwork";

/** What a key pressed in the list wants of the item once it is there. */
export type ItemIntent = "comment" | "propose" | "snooze";

type ItemWorkspaceProps = {
  item: SuspenseItemDto;
  actions: SuspenseActions;
  me: string;
  /** Beside a list there is one column; a page of its own has room for two. */
  layout: "panel" | "page";
  onChange?: ((itemNo: string) => void) | undefined;
  intent?: ItemIntent | null | undefined;
  onIntentDone?: (() => void) | undefined;
};

/** Everything about one item, and everything that can be done with it: in the peek panel and on its own page. */
export function ItemWorkspace(props: ItemWorkspaceProps) {
  const { item, actions, me, layout, onChange } = props;
  const work = useItemWork(actions, me, onChange);
  const [proposal, setProposal] = useState<Partial<ResolutionChoice> | null>(null);
  const comment = useRef<HTMLTextAreaElement>(null);
  const refresh = () => void work.refresh(item.itemNo);
  const canPropose = item.canPropose && item.allowed.length > 0;
  const openProposal = (choice: Partial<ResolutionChoice> = firstChoice(item)) => setProposal(choice);
  useShortcut("assign", () => void work.claim(item), { enabled: isClaimable(item) });
  useShortcut("comment", () => comment.current?.focus(), { enabled: item.canWork });
  useShortcut("propose", () => openProposal(), { enabled: canPropose });
  const teamwork = useTeamwork(item, actions, refresh);
  const others = usePresence(item.itemNo, item.version);
  useIntent(props, {
    comment: () => comment.current?.focus(),
    propose: () => (canPropose ? openProposal() : undefined),
    snooze: () => teamwork.snooze?.(),
  });
  const isPage = layout === "page";
  return (
    <div className={cn("grid gap-section", isPage && "xl:grid-cols-[minmax(0,1fr)_24rem]")}>
      <div className="flex min-w-0 flex-col gap-section">
        <ItemToolbar
          item={item}
          work={work}
          isClaimable={isClaimable(item)}
          onComment={() => comment.current?.focus()}
          onPropose={canPropose ? () => openProposal() : null}
          teamwork={teamwork}
        />
        <HandOverNotes notes={item.teamwork.handOvers} pending={teamwork.pending} onRead={teamwork.readNotes} />
        <PresenceLine others={others} />
        {isPage ? null : <ItemFacts item={item} className="grid-cols-2 sm:grid-cols-3" />}
        <EvidenceTable evidence={item.evidence} />
        <OtherLines lines={item.evidence.otherLines} />
        {item.approval ? (
          <RequestCard approval={item.approval} withdraw={actions.withdraw} onWithdrawn={refresh} />
        ) : null}
        {item.resolution ? <ResolvedCard item={item} reopen={actions.reopen} onProposed={refresh} /> : null}
        <SuggestionCard item={item} onPropose={openProposal} />
        <Candidates item={item} onPropose={openProposal} />
      </div>
      <ItemRecord item={item} isPage={isPage} comment={actions.comment} commentRef={comment} onChanged={refresh} />
      <ProposeDialog
        item={item}
        initial={proposal}
        propose={actions.propose}
        onClose={() => setProposal(null)}
        onProposed={refresh}
      />
      {teamwork.dialogs}
    </div>
  );
}

function isClaimable({ canWork, status, isMine }: SuspenseItemDto): boolean {
  return canWork && !isMine && (status === "OPEN" || status === "ASSIGNED" || status === "INVESTIGATING");
}

/** The dialog opens with what is suggested, if something is. */
function firstChoice({ suggestions }: SuspenseItemDto): Partial<ResolutionChoice> {
  const [first] = suggestions;
  if (!first?.resolution) return {};
  return { resolution: first.resolution, orderNo: first.orderNo, counterpartNo: first.counterpartNo };
}

function useIntent(
  { intent = null, onIntentDone }: Pick<ItemWorkspaceProps, "intent" | "onIntentDone">,
  carryOut: Record<ItemIntent, () => void>,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: an intent is carried out once, when it arrives.
  useEffect(() => {
    if (intent === null) return;
    carryOut[intent]();
    onIntentDone?.();
  }, [intent]);
}
