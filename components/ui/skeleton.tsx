import { cn } from "./cn";

/** A grey place for something on its way. Give it the size of what will come. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return <div aria-hidden className={cn("h-4 animate-pulse rounded-sm bg-sunken", className)} />;
}
