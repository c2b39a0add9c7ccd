"use client";

import { Tooltip } from "@base-ui/react/tooltip";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, Suspense, useState } from "react";
import { FollowAddress } from "@/components/shell/follow-address";
import type { Density, Theme } from "@/components/ui/preference-cookies";
import { PreferencesProvider } from "@/components/ui/preferences";
import { Toaster } from "@/components/ui/toaster";

const STALE_MS = 30_000;

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: STALE_MS, retry: 1, refetchOnWindowFocus: true },
      // A money act is never sent twice by the client on its own; the command id makes a deliberate retry safe.
      mutations: { retry: false },
    },
  });
}

type ProvidersProps = { theme: Theme; density: Density; children: ReactNode };

export function Providers({ theme, density, children }: ProvidersProps) {
  const [queryClient] = useState(makeQueryClient);
  return (
    <PreferencesProvider theme={theme} density={density}>
      <QueryClientProvider client={queryClient}>
        <NuqsAdapter>
          <Suspense>
            <FollowAddress />
          </Suspense>
          <Tooltip.Provider delay={400}>{children}</Tooltip.Provider>
          <Toaster />
        </NuqsAdapter>
      </QueryClientProvider>
    </PreferencesProvider>
  );
}
