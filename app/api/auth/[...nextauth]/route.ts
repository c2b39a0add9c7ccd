import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { getAuthOptions } from "@/server/auth/options";

type RouteContext = { params: Promise<{ nextauth: string[] }> };

// The options read the environment, which exists at run time only; so they are made per request, not at import.
async function handle(request: NextRequest, context: RouteContext): Promise<Response> {
  return NextAuth(request as never, { ...context, params: await context.params } as never, getAuthOptions());
}

export { handle as GET, handle as POST };
