import Link from "next/link";
import { useTranslations } from "next-intl";

/** Two books that meet in one line: the mark of the desk. */
export function BrandMark({ className }: { className?: string | undefined }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className}>
      <rect width="24" height="24" rx="6" fill="var(--accent-solid)" />
      <path d="M6 8.25h7.5M6 12h12M10.5 15.75H18" stroke="#fff" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}

export function Brand({ onNavigate }: { onNavigate?: (() => void) | undefined }) {
  const t = useTranslations("common");
  return (
    <Link
      href="/"
      onClick={() => onNavigate?.()}
      className="flex h-13 shrink-0 items-center gap-2.5 px-4 focus-visible:-outline-offset-2"
    >
      <BrandMark className="size-6" />
      <span className="font-semibold text-base tracking-tight">{t("product.name")}</span>
    </Link>
  );
}
