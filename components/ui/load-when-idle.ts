"use client";

import { useEffect } from "react";

/** A page that is never idle has to make room by then; browsers without an idle callback wait as long. */
const SOON_MS = 1_000;

/**
 * Loads code that the first key or click may ask for, once the page has nothing better to do. `load` imports it, is the same
 * function at every call, and may fail: whoever then needs the code asks again.
 */
export function useLoadWhenIdle(load: () => Promise<unknown>): void {
  useEffect(() => {
    const begin = () => void load().catch(() => undefined);
    if (!("requestIdleCallback" in window)) {
      const timer = setTimeout(begin, SOON_MS);
      return () => clearTimeout(timer);
    }
    const idle = window.requestIdleCallback(begin, { timeout: SOON_MS });
    return () => window.cancelIdleCallback(idle);
  }, [load]);
}
