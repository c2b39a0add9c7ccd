import { cn } from "./cn";

const SIGNS: Record<string, string> = {
  mod: "⌘",
  shift: "⇧",
  enter: "↵",
  escape: "Esc",
  up: "↑",
  down: "↓",
  slash: "/",
};

type KbdProps = {
  /** "mod+k", "g o" or "?": plus for together, space for one after the other. */ keys: string;
  className?: string | undefined;
};

export function Kbd({ keys, className }: KbdProps) {
  const parts = keys.split(/[+ ]/).filter(Boolean);
  return (
    <span className={cn("inline-flex items-center gap-0.5", className)}>
      {parts.map((part) => (
        <kbd
          key={part}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-sunken px-1 font-sans text-2xs text-muted"
        >
          {SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part)}
        </kbd>
      ))}
    </span>
  );
}
