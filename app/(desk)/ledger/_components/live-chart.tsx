"use client";

import { useQuery } from "@tanstack/react-query";
import type { ChartDto } from "@/contracts/ledger-views";
import { ChartOfAccounts } from "./chart-of-accounts";

const REFRESHED_EVERY_MS = 10_000;

async function fetchChart(): Promise<ChartDto> {
  const response = await fetch("/api/ledger/chart");
  if (!response.ok) throw new Error(`the chart did not come: ${response.status}`);
  return response.json();
}

/** The chart as the page came with it, then as it is: asked for again while somebody looks. */
export function LiveChart({ chart, asset }: { chart: ChartDto; asset: string }) {
  const { data, dataUpdatedAt, isError } = useQuery({
    queryKey: ["ledger", "chart"],
    queryFn: fetchChart,
    initialData: chart,
    refetchInterval: REFRESHED_EVERY_MS,
  });
  return <ChartOfAccounts chart={data} asset={asset} updatedAt={dataUpdatedAt} isStale={isError} />;
}
