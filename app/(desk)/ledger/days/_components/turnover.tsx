import { Amount } from "@/components/money/amount";
import type { OpenDayDto } from "@/contracts/accounting-days";

/** What each side adds up to, an asset a line. */
export function Turnover({ amounts }: { amounts: OpenDayDto["turnover"] }) {
  if (amounts.length === 0) return <span className="text-faint">—</span>;
  return (
    <span className="flex flex-col items-end">
      {amounts.map(({ asset, amountMinor }) => (
        <Amount key={asset} amountMinor={amountMinor} asset={asset} showAsset />
      ))}
    </span>
  );
}
