"use client";

import { LoaderCircle, type LucideIcon } from "lucide-react";
import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import { Suspense, use } from "react";
import { cn } from "@/components/ui/cn";
import type { Role } from "@/core/permissions/permissions";
import { Brand } from "./brand";
import { isCurrent, type NavItem, visibleNavGroups } from "./navigation";

type SideNavProps = {
  roles: readonly Role[];
  approvalsWaiting?: Promise<number> | undefined;
  onNavigate?: (() => void) | undefined;
};

export function SideNav({ roles, approvalsWaiting, onNavigate }: SideNavProps) {
  const t = useTranslations("shell");
  const zone = useTimeZone() ?? "UTC";
  const pathname = usePathname();
  return (
    <div className="flex h-full flex-col">
      <Brand onNavigate={onNavigate} />
      <nav aria-label={t("navLabel")} className="flex-1 overflow-y-auto px-2 pb-4">
        {visibleNavGroups(roles).map((group) => (
          <div key={group.id} className="mt-4 first:mt-1">
            {group.id === "overview" ? null : (
              <h2 id={`nav-${group.id}`} className="px-2 pb-1 font-medium text-faint text-xs">
                {t(`group.${group.id}`)}
              </h2>
            )}
            <ul className="flex flex-col gap-px">
              {group.items.map((item) => (
                <NavRow
                  key={item.id}
                  item={item}
                  name={t(`nav.${item.id}`)}
                  current={isCurrent(item, pathname)}
                  count={item.id === "approvals" ? approvalsWaiting : undefined}
                  onNavigate={onNavigate}
                />
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <p className="border-line border-t px-4 py-2.5 text-faint text-xs">{t("timeZone", { zone })}</p>
    </div>
  );
}

type NavRowProps = {
  item: NavItem;
  name: string;
  current: boolean;
  count?: Promise<number> | undefined;
  onNavigate?: (() => void) | undefined;
};

/** It is told its name and whether the reader is there: asked by each of fifteen rows, both took a good part of the frame. */
function NavRow({ item, name, current, count, onNavigate }: NavRowProps) {
  return (
    <li>
      <Link
        href={item.href}
        // Every page is dynamic and asks who is there: eleven links must not ask eleven times per page.
        prefetch={false}
        aria-current={current ? "page" : undefined}
        onClick={() => onNavigate?.()}
        className={cn(
          "flex h-8 items-center gap-2.5 rounded-md px-2 text-sm transition-colors focus-visible:-outline-offset-2",
          current ? "bg-accent-soft font-medium text-accent" : "text-muted hover:bg-hover hover:text-ink",
        )}
      >
        <NavIcon icon={item.icon} />
        <span className="min-w-0 flex-1 truncate">{name}</span>
        {count ? (
          <Suspense fallback={null}>
            <NavCount of={count} />
          </Suspense>
        ) : null}
      </Link>
    </li>
  );
}

function NavCount({ of }: { of: Promise<number> }) {
  const t = useTranslations("shell");
  const format = useFormatter();
  const count = use(of);
  if (count === 0) return null;
  return (
    <span className="tabular rounded-full bg-accent-solid px-1.5 font-medium text-2xs text-white leading-4">
      <span aria-hidden>{count > 99 ? "99+" : format.number(count)}</span>
      <span className="sr-only">{t("waiting", { count })}</span>
    </span>
  );
}

/** While the page is on its way its icon turns: with no prefetch that can take a moment. */
function NavIcon({ icon: Icon }: { icon: LucideIcon }) {
  const { pending } = useLinkStatus();
  return pending ? (
    <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin" />
  ) : (
    <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
  );
}
