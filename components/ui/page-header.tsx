import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

export type Crumb = { label: string; href?: string | undefined };

export function Breadcrumb({ items }: { items: readonly Crumb[] }) {
  const t = useTranslations("common");
  return (
    <nav aria-label={t("breadcrumb")}>
      <ol className="flex flex-wrap items-center gap-1 text-muted text-sm">
        {items.map((item, index) => (
          <li key={item.label} className="inline-flex min-h-6 items-center gap-1">
            {index > 0 ? <ChevronRight aria-hidden className="size-3.5 text-faint" /> : null}
            {item.href ? (
              <Link href={item.href} className="rounded-sm hover:text-ink hover:underline">
                {item.label}
              </Link>
            ) : (
              <span aria-current="page">{item.label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

type PageHeaderProps = {
  title: ReactNode;
  description?: ReactNode;
  /** Beside the title: the state of the thing. */
  badge?: ReactNode;
  actions?: ReactNode;
  crumbs?: readonly Crumb[] | undefined;
};

/** The one h1 of a page. */
export function PageHeader({ title, description, badge, actions, crumbs }: PageHeaderProps) {
  return (
    <header className="flex flex-col gap-1">
      {crumbs ? <Breadcrumb items={crumbs} /> : null}
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1">
          <div className="flex min-h-8 flex-wrap items-center gap-2">
            <h1 className="text-balance font-semibold text-xl tracking-tight">{title}</h1>
            {badge}
          </div>
          {description ? <div className="max-w-3xl text-muted text-sm">{description}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}
