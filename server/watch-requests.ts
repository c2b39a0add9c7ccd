import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { REQUEST_HEADER, watchFirstBytes } from "./first-bytes";
import { PATH_HEADER, pathOf } from "./request-path";

type Begun = { readonly request: IncomingMessage; readonly response: ServerResponse };

/** They have no frame. */
const NO_PAGES = /^\/(api|_next|messages)\//;

/**
 * Tells each page its own address, so that signing in can lead back to it, and its own response. A proxy of the framework
 * could tell the address too, at the price of a second request inside each: pages took a third longer to begin.
 */
export function watchRequests(): void {
  let count = 0;
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as Begun;
    const url = request.url ?? "/";
    request.headers[PATH_HEADER] = pathOf(url);
    delete request.headers[REQUEST_HEADER];
    if (NO_PAGES.test(url)) return;
    count += 1;
    request.headers[REQUEST_HEADER] = `${count}`;
    watchFirstBytes(`${count}`, response);
  });
}
