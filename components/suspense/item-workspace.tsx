"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useShortcut } from "@/components/shell/use-shortcut";
import { Section } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import type { ResolutionChoice } from "@/contracts/suspense";
import type { SuspenseItemDto } from "@/contracts/suspense-views";
import { Candidates } from "./candidate-tables";
import { CommentBox } from "./comment-box";
import { EvidenceTable } from "./evidence-table";
import { InquirySection } from "./inquiry-section";
import { ItemFacts } from "./item-facts";
import { ItemHistory } from "./item-history";
import { ItemToolbar } from "./item-toolbar";
import { OtherLines } from "./other-lines";
import { ProposeDialog } from "./propose-dialog";
import { RequestCard } from "./request-card";
import { ResolvedCard } from "./resolved-card";
import { SuggestionCard } from "./suggestion-card";
import type { SuspenseActions } from "./suspense-actions";
import { useItemWork } from "./use-item-work";

/** What a key pressed in the list wants of the item once it is there. */
export type ItemIntent = "comment" | "propose";

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
  const t = useTranslations("suspense");
  const work = useItemWork(actions, me, onChange);
  const [proposal, setProposal] = useState<Partial<ResolutionChoice> | null>(null);
  const comment = useRef<HTMLTextAreaElement>(null);
  const refresh = () => void work.refresh(item.itemNo);
  const canPropose = item.canPropose && item.allowed.length > 0;
  const openProposal = (choice: Partial<ResolutionChoice> = firstChoice(item)) => setProposal(choice);
  useShortcut("assign", () => void work.claim(item), { enabled: isClaimable(item) });
  useShortcut("comment", () => comment.current?.focus(), { enabled: item.canWork });
  useShortcut("propose", () => openProposal(), { enabled: canPropose });
  useIntent(
    props,
    () => comment.current?.focus(),
    () => (canPropose ? openProposal() : undefined),
  );
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
        />
        {isPage ? null : <ItemFacts item={item} className="grid-cols-2 sm:grid-cols-3" />}
        <EvidenceTable evidence={item.evidence} />
        <OtherLines lines={item.evidence.otherLines} />
        {item.approval ? (
          <RequestCard approval={item.approval} withdraw={actions.withdraw} onWithdrawn={refresh} />
        ) : null}
        {item.resolution ? <ResolvedCard item={item} /> : null}
        <SuggestionCard item={item} onPropose={openProposal} />
        <Candidates item={item} onPropose={openProposal} />
      </div>
      <div className="flex min-w-0 flex-col gap-section">
        {isPage ? (
          <Section title={t("fact.title")}>
            <ItemFacts item={item} className="grid-cols-2" />
          </Section>
        ) : null}
        <InquirySection inquiry={item.inquiry} plain={!isPage} />
        <Section title={t("history.title")} plain={!isPage}>
          <div className="flex flex-col gap-4">
            <ItemHistory history={item.history} />
            {item.canWork ? (
              <CommentBox
                key={item.itemNo}
                itemNo={item.itemNo}
                comment={actions.comment}
                onCommented={refresh}
                inputRef={comment}
              />
            ) : null}
          </div>
        </Section>
      </div>
      <ProposeDialog
        item={item}
        initial={proposal}
        propose={actions.propose}
        onClose={() => setProposal(null)}
        onProposed={refresh}
      />
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
  comment: () => void,
  propose: () => void,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: an intent is carried out once, when it arrives.
  useEffect(() => {
    if (intent === null) return;
    if (intent === "comment") comment();
    else propose();
    onIntentDone?.();
  }, [intent]);
}
