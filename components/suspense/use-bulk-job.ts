"use client";

import { useQuery } from "@tanstack/react-query";
import { type BulkJobDto, type BulkPreviewDto, hasBulkEnded } from "@/contracts/bulk";

const BUSY_MS = 700;
/** A bundle's rows change when its checker decides; other tabs may confirm. */
const IDLE_MS = 10_000;

/** One job, live: it goes on without the page, and the page comes back to wherever it is. */
export function useBulkJob(initial: BulkPreviewDto) {
  return useQuery({
    queryKey: ["bulk-job", initial.jobNo],
    initialData: initial,
    queryFn: ({ signal }) => read<BulkPreviewDto>(`/api/bulk/${initial.jobNo}`, signal),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? BUSY_MS : IDLE_MS),
  });
}

/** The reader's own jobs, live. */
export function useBulkJobs(initial: readonly BulkJobDto[]): readonly BulkJobDto[] {
  const { data } = useQuery({
    queryKey: ["bulk-jobs"],
    initialData: initial,
    queryFn: ({ signal }) => read<readonly BulkJobDto[]>("/api/bulk", signal),
    refetchInterval: ({ state }) => (state.data?.some(isMoving) ? BUSY_MS : IDLE_MS),
  });
  return data;
}

function isMoving({ status }: BulkJobDto): boolean {
  return !hasBulkEnded(status) && status !== "READY";
}

async function read<T>(url: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  // The route's own types made this; both ends are the same build.
  return (await response.json()) as T;
}
