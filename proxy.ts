import { type NextRequest, NextResponse } from "next/server";

/** Tells pages their own address, so that signing in can lead back to it. It authorises nothing. */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.set("x-desk-path", request.nextUrl.pathname + request.nextUrl.search);
  return NextResponse.next({ request: { headers } });
}

// Not for api routes: bodies that pass through here are cut at 10 MB, and statements are larger.
export const config = { matcher: ["/((?!api/|_next/|favicon|icon).*)"] };
