import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";

/** Amounts of different assets are never added up, so one is looked at after the other. */
export function AssetChoice({ assets, current }: { assets: readonly string[]; current: string }) {
  const t = useTranslations("ledger");
  if (assets.length < 2) return null;
  return (
    <nav aria-label={t("asset.label")} className="inline-flex rounded-md border border-line bg-surface p-0.5">
      {assets.map((asset) => (
        <Link
          key={asset}
          href={`/ledger?asset=${asset}`}
          aria-current={asset === current ? "true" : undefined}
          className={cn(
            "inline-flex h-7 items-center rounded-sm px-2.5 text-sm",
            asset === current ? "bg-accent-soft font-medium text-accent" : "text-muted hover:text-ink",
          )}
        >
          {asset}
        </Link>
      ))}
    </nav>
  );
}
