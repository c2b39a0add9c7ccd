"use client";

import { createContext, type ReactNode, Suspense, use } from "react";

const Sent = createContext<Promise<void> | null>(null);

/** `sent` comes true when the server has sent the first bytes of the page. */
export function LaterProvider({ sent, children }: { sent: Promise<void>; children: ReactNode }) {
  return <Sent value={sent}>{children}</Sent>;
}

type LaterProps = {
  /** As large as what comes, so that nothing moves. */
  fallback: ReactNode;
  children: ReactNode;
};

/**
 * What is costly to draw and of no use before the page's scripts run: the server draws it after the first bytes have left.
 * A browser that goes from page to page draws it at once.
 */
export function Later({ fallback, children }: LaterProps) {
  return (
    <Suspense fallback={fallback}>
      <Held>{children}</Held>
    </Suspense>
  );
}

function Held({ children }: { children: ReactNode }) {
  const sent = use(Sent);
  if (typeof window === "undefined" && sent !== null) use(sent);
  return children;
}
