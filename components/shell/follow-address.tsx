"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";

/** Longer than going back takes with everything at hand; shorter than a person looks twice. */
const PATIENCE_MS = 400;
/** Where asking the router did not help either, the page is loaded anew. */
const LAST_PATIENCE_MS = 1_500;

/**
 * Keeps the page with the address when somebody goes back twice in a row. After a reload Next fetches the page of the
 * first step; a second step meanwhile changes the address, and the page may stay with the first one for good.
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
    const unlessFollowed = (act: (address: string) => void) => () => {
      const { pathname, search, href } = window.location;
      if (`${pathname}?${new URLSearchParams(search)}` !== latest.current) act(href);
    };
    const wait = () => {
      stop();
      const ask = unlessFollowed((address) => router.replace(address, { scroll: false }));
      const load = unlessFollowed(() => window.location.reload());
      timers = [setTimeout(ask, PATIENCE_MS), setTimeout(load, LAST_PATIENCE_MS)];
    };
    window.addEventListener("popstate", wait);
    return () => {
      stop();
      window.removeEventListener("popstate", wait);
    };
  }, [router]);
  return null;
}
