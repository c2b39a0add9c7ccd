"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { cn } from "./cn";

type ScrollRegionProps = { label: string; className?: string | undefined; children: ReactNode };

/** Something that may be larger than its place. Only while it is, it can be focused and scrolled with the arrow keys. */
export function ScrollRegion({ label, className, children }: ScrollRegionProps) {
  const box = useRef<HTMLDivElement>(null);
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      setOverflows(element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={box}
      {...(overflows ? { role: "group", "aria-label": label, tabIndex: 0 } : {})}
      className={cn("overflow-x-auto rounded-lg focus-visible:-outline-offset-2", className)}
    >
      {children}
    </div>
  );
}
