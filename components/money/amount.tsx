import { useLocale } from "next-intl";
import { cn } from "@/components/ui/cn";
import { formatAmount } from "@/core/money/format-money";

type AmountProps = {
  /** Minor units: an integer or its decimal text, as it comes over the wire. */
  amountMinor: string | bigint;
  asset: string;
  /** Writes a plus before positive amounts: for differences and movements. */
  signed?: boolean | undefined;
  showAsset?: boolean | undefined;
  className?: string | undefined;
};

/** An amount for people. A negative one has a true minus sign and only then a colour. */
export function Amount({ amountMinor, asset, signed = false, showAsset = false, className }: AmountProps) {
  const locale = useLocale();
  const minor = BigInt(amountMinor);
  return (
    <span className={cn("tabular whitespace-nowrap", minor < 0n && "text-danger", className)}>
      {signed && minor > 0n ? "+" : null}
      {formatAmount(minor, asset, locale)}
      {showAsset ? <span className="ml-1 inline-block min-w-8 text-left text-muted text-xs">{asset}</span> : null}
    </span>
  );
}
