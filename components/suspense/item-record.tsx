"use client";

import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { AttachmentBox } from "@/components/attachment/attachment-box";
import type { ServerCommand } from "@/components/refusal/use-command";
import { Section } from "@/components/ui/card";
import type { SuspenseItemDto } from "@/contracts/suspense-views";
import { CommentBox } from "./comment-box";
import { InquirySection } from "./inquiry-section";
import { ItemFacts } from "./item-facts";
import { ItemHistory } from "./item-history";

type ItemRecordProps = {
  item: SuspenseItemDto;
  isPage: boolean;
  comment: ServerCommand<unknown>;
  commentRef: RefObject<HTMLTextAreaElement | null>;
  onChanged: () => void;
};

/** What is on record about an item: its facts, what the channel answered, files, and what happened and was said. */
export function ItemRecord({ item, isPage, comment, commentRef, onChanged }: ItemRecordProps) {
  const t = useTranslations("suspense");
  const { attachments } = item.teamwork;
  return (
    <div className="flex min-w-0 flex-col gap-section">
      {isPage ? (
        <Section title={t("fact.title")}>
          <ItemFacts item={item} className="grid-cols-2" />
        </Section>
      ) : null}
      <InquirySection inquiry={item.inquiry} plain={!isPage} />
      {item.canWork || attachments.length > 0 ? (
        <Section title={t("attachments")} plain={!isPage}>
          <AttachmentBox
            type="suspense"
            no={item.itemNo}
            canAdd={item.canWork}
            attachments={attachments}
            onAttached={onChanged}
          />
        </Section>
      ) : null}
      <Section title={t("history.title")} plain={!isPage}>
        <div className="flex flex-col gap-4">
          <ItemHistory history={item.history} />
          {item.canWork ? (
            <CommentBox
              key={item.itemNo}
              itemNo={item.itemNo}
              comment={comment}
              onCommented={onChanged}
              inputRef={commentRef}
            />
          ) : null}
        </div>
      </Section>
    </div>
  );
}
