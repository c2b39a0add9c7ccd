import "server-only";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { getEnv } from "@/server/env";
import { revokeSession, SESSION_MINUTES, verifyCredentials } from "./verify-credentials";

const credentialsInput = z.object({ login: z.string().min(1).max(80), password: z.string().min(1).max(200) });

/** What the signed token carries: names to look up, never rights. Rights are read from the database at every request. */
export type TokenClaims = { userId?: string; sessionId?: string; sessionVersion?: number };

export function getAuthOptions(): NextAuthOptions {
  const env = getEnv();
  return {
    ...(env.AUTH_SECRET === undefined ? {} : { secret: env.AUTH_SECRET }),
    session: { strategy: "jwt", maxAge: SESSION_MINUTES * 60 },
    pages: { signIn: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { login: {}, password: {} },
        async authorize(raw) {
          const input = credentialsInput.safeParse(raw);
          const signedIn = input.success ? await verifyCredentials(input.data.login, input.data.password) : null;
          return signedIn && { id: signedIn.userId, name: signedIn.login, ...signedIn };
        },
      }),
    ],
    callbacks: {
      jwt({ token, user }) {
        if (!user) return token;
        const { userId, sessionId, sessionVersion } = user as TokenClaims;
        return { ...token, userId, sessionId, sessionVersion };
      },
      session({ session, token }) {
        const { userId, sessionId, sessionVersion } = token as TokenClaims;
        return { ...session, userId, sessionId, sessionVersion };
      },
    },
    events: {
      async signOut({ token }) {
        const { sessionId } = token as TokenClaims;
        if (sessionId) await revokeSession(sessionId);
      },
    },
  };
}
