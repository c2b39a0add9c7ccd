import { useCallback } from "react";
import { RULE_SOURCES } from "@/core/ledger/rule-sources";
import type { Words } from "@/core/ledger/vocabulary";
import { useWords } from "./use-words";

/** By its newest rule, which stands below the older ones. From the sources: a browser need not check the catalogue. */
const NAMES: ReadonlyMap<string, Words> = new Map(RULE_SOURCES.map((source) => [source.event, source.name]));

/** What a posting event is called; an event that this build does not know yet shows its own code. */
export function useEventName(): (event: string) => string {
  const words = useWords();
  return useCallback(
    (event) => {
      const name = NAMES.get(event);
      return name ? words(name) : event;
    },
    [words],
  );
}
