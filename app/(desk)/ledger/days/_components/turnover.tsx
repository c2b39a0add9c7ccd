import { Amount } from "@/components/money/amount";
import { cn } from "@/components/ui/cn";
import type { OpenDayDto } from "@/contracts/accounting-days";

type TurnoverProps = { amounts: OpenDayDto["turnover"]; align?: "start" | "end" };

/** What each side adds up to, an asset a line. */
export function Turnover({ amounts, align = "end" }: TurnoverProps) {
  if (amounts.length === 0) return <span className="text-faint">—</span>;
  return (
    <span className={cn("flex flex-col", align === "end" ? "items-end" : "items-start")}>
      {amounts.map(({ asset, amountMinor }) => (
        <Amount key={asset} amountMinor={amountMinor} asset={asset} showAsset />
      ))}
    </span>
  );
}
