import Link from "next/link";
import { cn } from "@/components/ui/cn";
import { objectHref } from "./object-href";

export const LINK_CLASS = "rounded-sm text-accent hover:underline";

type ObjectLinkProps = {
  kind: string;
  no: string;
  className?: string | undefined;
};

/** A number that leads to the thing that it names; plain where there is no page for it. */
export function ObjectLink({ kind, no, className }: ObjectLinkProps) {
  const href = objectHref(kind, no);
  const classes = cn("tabular whitespace-nowrap", className);
  if (href === null) return <span className={classes}>{no}</span>;
  // Numbers stand in long lists: fetching every page behind them ahead would be a storm.
  return (
    <Link href={href} prefetch={false} className={cn(LINK_CLASS, classes)}>
      {no}
    </Link>
  );
}
