import { useCallback } from "react";
import { CATALOGUE } from "@/core/ledger/catalogue";
import { useWords } from "./use-words";

/** What a posting event is called by its newest rule; an event that this build does not know yet shows its own code. */
export function useEventName(): (event: string) => string {
  const words = useWords();
  return useCallback(
    (event) =>
      Object.hasOwn(CATALOGUE, event) ? words(CATALOGUE[event as keyof typeof CATALOGUE].source.name) : event,
    [words],
  );
}
