import "server-only";
import type { ServerResponse } from "node:http";
import { headers } from "next/headers";

/** The header by which a page finds its own response; whatever a caller sends under this name is overwritten. */
export const REQUEST_HEADER = "x-desk-request";
/** A response that is held back as a whole must not wait for itself. */
const PATIENCE_MS = 100;

// On the global object, since the bundler gives pages and the start of the server a copy each of this module.
declare global {
  var deskFirstBytes: Map<string, Promise<void>> | undefined;
}

function unsent(): Map<string, Promise<void>> {
  globalThis.deskFirstBytes ??= new Map();
  return globalThis.deskFirstBytes;
}

/**
 * Comes true once the first bytes of this page have left. What the frame of a page need not wait for begins after it, the
 * counting and the drawing alike: all that is drawn before is drawn in one go, and sent only then.
 */
export async function afterFirstBytes(): Promise<void> {
  const id = (await headers()).get(REQUEST_HEADER);
  const sent = id === null ? undefined : unsent().get(id);
  if (sent === undefined) return;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([sent, patience]);
  clearTimeout(timer);
}

/** Remembers a response by `id` until it is closed, and says when its first bytes leave. */
export function watchFirstBytes(id: string, response: ServerResponse): void {
  unsent().set(id, whenWritten(response));
  response.once("close", () => unsent().delete(id));
}

/** Calls stay wrapped: what compresses the answer has wrapped them once more by then, and must not be undone. */
function whenWritten(response: ServerResponse): Promise<void> {
  const { write, end } = response;
  return new Promise((resolve) => {
    response.write = ((...given: Parameters<typeof write>) => {
      resolve();
      return write.apply(response, given);
    }) as typeof write;
    response.end = ((...given: Parameters<typeof end>) => {
      resolve();
      return end.apply(response, given);
    }) as typeof end;
  });
}
