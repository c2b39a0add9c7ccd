import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";

/** A script that a page has loaded, by its path, and how many bytes it has once gzip has packed it. */
export type WeighedScript = { readonly path: string; readonly bytes: number };

/**
 * Weighs every script that the page loads from now on, early or late, heaviest first. Bytes and not time: they are the same
 * on every machine.
 */
export function weighScripts(page: Page): () => Promise<WeighedScript[]> {
  const weighed: Promise<WeighedScript>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    const { pathname: path } = new URL(response.url());
    weighed.push(response.body().then((body) => ({ path, bytes: gzipSync(body).length })));
  });
  return async () => (await Promise.all(weighed)).sort((left, right) => right.bytes - left.bytes);
}
