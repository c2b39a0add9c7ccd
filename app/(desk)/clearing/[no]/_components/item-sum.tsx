"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { ClearingItemSumDto } from "@/contracts/clearing-views";
import { formatAmount } from "@/core/money/format-money";

type ItemSumProps = { batchNo: string; filters: Readonly<Record<string, string | null>> };

/** What the rows of these filters come to: to be compared with the figure that led here. */
export function ItemSum({ batchNo, filters }: ItemSumProps) {
  const t = useTranslations("clearing");
  const locale = useLocale();
  const format = useFormatter();
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value !== null) query.set(name, value);
  const { data, isError } = useQuery({
    queryKey: ["clearing-sum", batchNo, `${query}`],
    queryFn: ({ signal }) => fetchSum(batchNo, query, signal),
  });
  const say = ({ count, amounts }: ClearingItemSumDto) =>
    count === 0
      ? t("items.sumNone")
      : t("items.sum", {
          count,
          amounts: format.list(
            amounts.map(({ amountMinor, asset }) => `${formatAmount(BigInt(amountMinor), asset, locale)} ${asset}`),
          ),
        });
  return (
    <p aria-live="polite" className="tabular text-muted text-sm">
      {isError ? t("items.sumFailed") : data ? say(data) : t("items.summing")}
    </p>
  );
}

async function fetchSum(batchNo: string, query: URLSearchParams, signal: AbortSignal): Promise<ClearingItemSumDto> {
  const response = await fetch(`/api/clearing/${encodeURIComponent(batchNo)}/sum?${query}`, { signal });
  if (!response.ok) throw new Error(`the sum answered ${response.status}`);
  // The route's own type made this; both ends are the same build.
  return (await response.json()) as ClearingItemSumDto;
}
