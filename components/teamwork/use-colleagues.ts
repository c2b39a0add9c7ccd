"use client";

import { useQuery } from "@tanstack/react-query";
import type { ColleaguesDto } from "@/contracts/teamwork";

const FRESH_MS = 60_000;

/** The people and teams that work can be given to; asked for when somebody is about to. */
export function useColleagues(enabled: boolean): ColleaguesDto | null {
  const { data } = useQuery({
    queryKey: ["colleagues"],
    enabled,
    staleTime: FRESH_MS,
    queryFn: async ({ signal }): Promise<ColleaguesDto> => {
      const response = await fetch("/api/colleagues", { signal });
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      // The route's own types made this; both ends are the same build.
      return (await response.json()) as ColleaguesDto;
    },
  });
  return data ?? null;
}
