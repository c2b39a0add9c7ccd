"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { ArrowRight, Keyboard, type LucideIcon, Moon, Rows4, Search, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import { usePreferences } from "@/components/ui/preferences";
import type { Role } from "@/core/permissions/permissions";
import { visibleNavGroups } from "./navigation";
import { keysOf } from "./shortcuts";

type CommandPaletteProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  roles: readonly Role[];
  onHelp: () => void;
};

/** ⌘K: go to a page, look any number up, or change how the desk looks. Shows only what the roles may see. */
export function CommandPalette({ open, onOpenChange, roles, onHelp }: CommandPaletteProps) {
  const t = useTranslations("shell");
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-overlay" />
        <Dialog.Popup className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-raised text-ink shadow-pop outline-hidden">
          <Dialog.Title className="sr-only">{t("palette.title")}</Dialog.Title>
          <PaletteBody roles={roles} close={() => onOpenChange(false)} onHelp={onHelp} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type PaletteBodyProps = { roles: readonly Role[]; close: () => void; onHelp: () => void };

function PaletteBody({ roles, close, onHelp }: PaletteBodyProps) {
  const t = useTranslations("shell");
  const router = useRouter();
  const [query, setQuery] = useState("");
  const wanted = query.trim();
  const run = (act: () => void) => {
    close();
    act();
  };
  return (
    <Command label={t("palette.title")} loop>
      <div className="flex items-center gap-2.5 border-line border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <Command.Input
          value={query}
          onValueChange={setQuery}
          placeholder={t("palette.placeholder")}
          className="h-12 w-full bg-transparent text-base outline-hidden"
        />
      </div>
      <Command.List label={t("palette.results")} className="max-h-[min(24rem,60vh)] overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-6 text-center text-muted text-sm">{t("palette.empty")}</Command.Empty>
        {wanted ? (
          <PaletteItem
            value={`search ${wanted}`}
            icon={Search}
            onSelect={() => run(() => router.push(`/search?q=${encodeURIComponent(wanted)}`))}
          >
            {t("palette.searchFor", { query: wanted })}
          </PaletteItem>
        ) : null}
        <PaletteGroup heading={t("palette.pages")}>
          {visibleNavGroups(roles)
            .flatMap((group) => group.items)
            .map((item) => (
              <PaletteItem
                key={item.id}
                value={`${t(`nav.${item.id}`)} ${item.id}`}
                icon={item.icon}
                keys={item.key ? `g ${item.key}` : undefined}
                onSelect={() => run(() => router.push(item.href))}
              >
                {t(`nav.${item.id}`)}
              </PaletteItem>
            ))}
        </PaletteGroup>
        <PaletteSettings run={run} onHelp={onHelp} />
      </Command.List>
    </Command>
  );
}

function PaletteSettings({ run, onHelp }: { run: (act: () => void) => void; onHelp: () => void }) {
  const t = useTranslations("shell");
  const { density, setDensity, setTheme } = usePreferences();
  return (
    <PaletteGroup heading={t("palette.settings")}>
      <PaletteItem icon={Sun} value={`${t("palette.light")} light theme`} onSelect={() => run(() => setTheme("light"))}>
        {t("palette.light")}
      </PaletteItem>
      <PaletteItem icon={Moon} value={`${t("palette.dark")} dark theme`} onSelect={() => run(() => setTheme("dark"))}>
        {t("palette.dark")}
      </PaletteItem>
      <PaletteItem
        icon={Rows4}
        value={`${t("palette.density")} density`}
        onSelect={() => run(() => setDensity(density === "compact" ? "normal" : "compact"))}
      >
        {t("palette.density")}
      </PaletteItem>
      <PaletteItem
        icon={Keyboard}
        value={`${t("shortcutsTitle")} help`}
        keys={keysOf("help")}
        onSelect={() => run(onHelp)}
      >
        {t("shortcutsTitle")}
      </PaletteItem>
    </PaletteGroup>
  );
}

function PaletteGroup({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-xs"
    >
      {children}
    </Command.Group>
  );
}

type PaletteItemProps = {
  value: string;
  icon: LucideIcon;
  keys?: string | undefined;
  onSelect: () => void;
  children: ReactNode;
};

function PaletteItem({ value, icon: Icon, keys, onSelect, children }: PaletteItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="group flex min-h-8 cursor-default select-none items-center gap-2.5 rounded-md px-2.5 py-1 text-sm data-[selected=true]:bg-hover"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys ? (
        <Kbd keys={keys} />
      ) : (
        <ArrowRight aria-hidden className="size-3.5 text-faint opacity-0 group-data-[selected=true]:opacity-100" />
      )}
    </Command.Item>
  );
}
