import type { LucideIcon } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

type StandingBannerProps = {
  icon: LucideIcon;
  title: string;
  /** Where to read more, and what that is called. */
  href: string;
  open: string;
  children: ReactNode;
};

/** On every page while something stands that stops money: what it is, what follows, and where to read more. */
export function StandingBanner({ icon: Icon, title, href, open, children }: StandingBannerProps) {
  return (
    <div
      role="alert"
      data-print="hide"
      className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 border-danger border-b bg-danger-soft px-3 py-1.5 text-ink text-sm sm:px-5"
    >
      <Icon aria-hidden className="size-4 shrink-0 self-center text-danger" />
      <strong className="font-semibold text-danger">{title}</strong>
      {children}
      <Link href={href} className="font-medium text-link underline underline-offset-2">
        {open}
      </Link>
    </div>
  );
}
