"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, type RefObject, useId, useState } from "react";
import { cn } from "@/components/ui/cn";
import { Textarea } from "@/components/ui/input";
import { POPUP_CLASS } from "@/components/ui/popup";
import type { PersonDto } from "@/contracts/teamwork";
import { completeMention, findTyped, matchPeople } from "./mention-completion";
import { useColleagues } from "./use-colleagues";

type MentionFieldProps = {
  value: string;
  onChange: (value: string) => void;
  /** Keys that the open list has no use for. */
  onKeyDown?: ((event: KeyboardEvent<HTMLTextAreaElement>) => void) | undefined;
  maxLength: number;
  inputRef: RefObject<HTMLTextAreaElement | null>;
};

/** A text in which @ offers colleagues: arrows choose, Enter or Tab takes, Escape leaves the list and nothing else. */
export function MentionField({ value, onChange, onKeyDown, maxLength, inputRef }: MentionFieldProps) {
  const t = useTranslations("suspense");
  const listId = useId();
  const [caret, setCaret] = useState<number | null>(null);
  const [at, setAt] = useState(0);
  const typed = caret === null ? null : findTyped(value, caret);
  const people = matchPeople(useColleagues(typed !== null)?.people ?? [], typed?.prefix ?? "");
  const isOpen = typed !== null && people.length > 0;
  const chosen = people[Math.min(at, people.length - 1)];
  const follow = (field: HTMLTextAreaElement) => {
    setCaret(field.selectionStart === field.selectionEnd ? field.selectionStart : null);
    setAt(0);
  };
  const take = (person: PersonDto) => {
    if (typed === null || caret === null) return;
    const next = completeMention(value, caret, typed, person.login);
    onChange(next.text);
    setCaret(null);
    const field = inputRef.current;
    field?.focus();
    // React writes the text first; a caret set before that would jump to the end.
    requestAnimationFrame(() => field?.setSelectionRange(next.caret, next.caret));
  };
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || !isOpen || !chosen) return onKeyDown?.(event);
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const isTaken = (event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab";
    if (step !== 0) setAt((now) => (Math.min(now, people.length - 1) + step + people.length) % people.length);
    else if (isTaken) take(chosen);
    else if (event.key === "Escape") setCaret(null);
    else return onKeyDown?.(event);
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="relative">
      <Textarea
        ref={inputRef}
        value={value}
        maxLength={maxLength}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        {...(isOpen && chosen ? { "aria-controls": listId, "aria-activedescendant": `${listId}-${chosen.login}` } : {})}
        onChange={(event) => {
          onChange(event.target.value);
          follow(event.target);
        }}
        onClick={(event) => follow(event.currentTarget)}
        onKeyDown={onKey}
        onBlur={() => setCaret(null)}
      />
      {isOpen ? <MentionList id={listId} people={people} chosen={chosen} onTake={take} /> : null}
      <span role="status" className="sr-only">
        {isOpen ? t("mention.offered", { count: people.length }) : ""}
      </span>
    </div>
  );
}

type MentionListProps = {
  id: string;
  people: readonly PersonDto[];
  chosen: PersonDto | undefined;
  onTake: (person: PersonDto) => void;
};

function MentionList({ id, people, chosen, onTake }: MentionListProps) {
  const t = useTranslations("suspense");
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t("mention.list")}
      className={cn(POPUP_CLASS, "absolute top-full left-0 z-30 mt-1 w-72 max-w-full")}
    >
      {people.map((person) => (
        <div
          key={person.login}
          id={`${id}-${person.login}`}
          role="option"
          tabIndex={-1}
          aria-selected={person === chosen}
          // Pressing takes the focus from the field, which closes the list before a click arrives.
          onMouseDown={(event) => {
            event.preventDefault();
            onTake(person);
          }}
          className={cn(
            "flex min-h-7 cursor-default items-center gap-2 rounded-sm px-2 py-1 text-sm",
            person === chosen && "bg-hover",
          )}
        >
          <span className="truncate">{person.name}</span>
          <span className="ml-auto shrink-0 text-muted text-xs">
            {person.awayUntil ? t("away", { until: person.awayUntil }) : `@${person.login}`}
          </span>
        </div>
      ))}
    </div>
  );
}
