"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";

/** Longer than going back takes with everything at hand; shorter than a person looks twice. */
const PATIENCE_MS = 400;

/**
 * Keeps the page with the address when somebody goes back twice in a row. After a reload Next fetches the page of the
 * first step; a second step meanwhile changes the address, and the page stays with the first one for good.
 */
export function FollowAddress() {
  const router = useRouter();
  const shown = `${usePathname()}?${useSearchParams()}`;
  const latest = useRef(shown);
  useEffect(() => {
    latest.current = shown;
  }, [shown]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const follow = () => {
      const { pathname, search, href } = window.location;
      if (`${pathname}?${new URLSearchParams(search)}` !== latest.current) router.replace(href, { scroll: false });
    };
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(follow, PATIENCE_MS);
    };
    window.addEventListener("popstate", wait);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("popstate", wait);
    };
  }, [router]);
  return null;
}
