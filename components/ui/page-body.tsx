import type { ReactNode } from "react";
import { cn } from "./cn";

/** The column of a page: header and sections at the density's distance. */
export function PageBody({ children, className }: { children: ReactNode; className?: string | undefined }) {
  return <div className={cn("flex w-full max-w-[1680px] flex-col gap-section", className)}>{children}</div>;
}
