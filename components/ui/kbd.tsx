"use client";

import { useSyncExternalStore } from "react";
import { cn } from "./cn";

const SIGNS: Record<string, string> = { shift: "⇧", enter: "↵", escape: "Esc", slash: "/" };

const never = () => () => undefined;

/** Whether the keyboard has a ⌘ key. The server cannot know and says no. */
function useApple(): boolean {
  return useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.platform),
    () => false,
  );
}

type KbdProps = {
  /** "mod+k" together, "g s" one after the other, or a single key. */
  keys: string;
  className?: string | undefined;
};

export function Kbd({ keys, className }: KbdProps) {
  const apple = useApple();
  const signOf = (part: string) => {
    if (part === "mod") return apple ? "⌘" : "Ctrl";
    return SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part);
  };
  return (
    <span className={cn("inline-flex items-center gap-0.5", className)}>
      {keys.split(/[+ ]/).map((part) => (
        <kbd
          key={part}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-sunken px-1 font-sans text-2xs text-muted"
        >
          {signOf(part)}
        </kbd>
      ))}
    </span>
  );
}
