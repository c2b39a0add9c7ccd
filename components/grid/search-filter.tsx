"use client";

import { useEffect, useRef, useState } from "react";
import { useShortcut } from "@/components/shell/use-shortcut";
import { SearchField } from "@/components/ui/search-field";

const PAUSE_MS = 300;

type SearchFilterProps = {
  /** What the address says. */
  value: string | null;
  /** After a pause in typing, at once on Enter. Null when emptied. */
  onCommit: (value: string | null) => void;
  label: string;
  className?: string | undefined;
  /** The list's main search: "/" leads to it. */
  isMain?: boolean | undefined;
};

/** A search box whose text goes into the address once the typist pauses: each commit asks the server. */
export function SearchFilter({ value, onCommit, label, className, isMain = false }: SearchFilterProps) {
  const form = useRef<HTMLFormElement>(null);
  useShortcut("focusSearch", () => form.current?.querySelector("input")?.focus(), { enabled: isMain });
  const [text, setText] = useState(value ?? "");
  const committed = useRef(value ?? "");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Back, a cleared filter, a link: the address changed without us, and wins.
  useEffect(() => {
    if ((value ?? "") === committed.current) return;
    committed.current = value ?? "";
    setText(value ?? "");
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const commit = (next: string) => {
    clearTimeout(timer.current);
    const trimmed = next.trim();
    if (trimmed === committed.current) return;
    committed.current = trimmed;
    onCommit(trimmed === "" ? null : trimmed);
  };
  const change = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => commit(next), PAUSE_MS);
  };
  return (
    <form
      ref={form}
      className={className}
      onSubmit={(event) => {
        event.preventDefault();
        commit(text);
      }}
    >
      <SearchField aria-label={label} placeholder={label} value={text} onValueChange={change} />
    </form>
  );
}
