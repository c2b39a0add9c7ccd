"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";

/** Longer than going back takes with everything at hand; shorter than a person looks twice. */
const PATIENCE_MS = 400;
/** Where asking the router did not help either, the page is loaded anew. */
const LAST_PATIENCE_MS = 1_500;

/**
 * Keeps the page with the address when somebody goes back twice in a row. After a reload Next fetches the page of the
 * first step; a second step meanwhile changes the address, and the page may stay with the first one for good, or even
 * take the address back to it. Whoever goes on by hand meanwhile is left alone.
 */
export function FollowAddress() {
  const router = useRouter();
  const shown = `${usePathname()}?${useSearchParams()}`;
  const latest = useRef(shown);
  useEffect(() => {
    latest.current = shown;
  }, [shown]);
  useEffect(() => {
    let timers: ReturnType<typeof setTimeout>[] = [];
    const stop = () => timers.forEach(clearTimeout);
    const watch = () => {
      stop();
      const { pathname, search, href } = window.location;
      const wanted = `${pathname}?${new URLSearchParams(search)}`;
      const ask = () => latest.current !== wanted && router.replace(href, { scroll: false });
      const load = () => latest.current !== wanted && window.location.replace(href);
      timers = [setTimeout(ask, PATIENCE_MS), setTimeout(load, LAST_PATIENCE_MS)];
    };
    const listeners = { popstate: watch, pointerdown: stop, keydown: stop } as const;
    for (const [event, listener] of Object.entries(listeners)) window.addEventListener(event, listener);
    return () => {
      stop();
      for (const [event, listener] of Object.entries(listeners)) window.removeEventListener(event, listener);
    };
  }, [router]);
  return null;
}
