"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { Command as CommandIcon, Keyboard, Moon, Rows4, Search, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { usePreferences } from "@/components/ui/preferences";
import { isPermitted, type Role } from "@/core/permissions/permissions";
import { NAV_GROUPS, visibleNavGroups } from "./navigation";
import { PaletteGroup, PaletteItem } from "./palette-item";
import { PaletteSuggestions } from "./palette-suggestions";
import { PaletteViews } from "./palette-views";
import { keysOf } from "./shortcuts";
import { listActiveShortcuts, runShortcut } from "./use-shortcut";

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
        <Dialog.Popup
          data-modal=""
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-raised text-ink shadow-pop outline-hidden"
        >
          <Dialog.Title className="sr-only">{t("palette.title")}</Dialog.Title>
          <PaletteBody roles={roles} close={() => onOpenChange(false)} onHelp={onHelp} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const SEARCH = "search";

type PaletteBodyProps = { roles: readonly Role[]; close: () => void; onHelp: () => void };

function PaletteBody({ roles, close, onHelp }: PaletteBodyProps) {
  const t = useTranslations("shell");
  const router = useRouter();
  const [query, setQuery] = useState("");
  const [selected, setSelected] = useState("");
  const wanted = query.trim();
  const run = (act: () => void) => {
    close();
    act();
  };
  return (
    <Command label={t("palette.title")} loop shouldFilter={false} value={selected} onValueChange={setSelected}>
      <div className="flex items-center gap-2.5 border-line border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <Command.Input
          value={query}
          onValueChange={(text) => {
            setQuery(text);
            // The first row of the new list; the one that was chosen may be gone.
            setSelected(text.trim() ? SEARCH : (NAV_GROUPS[0]?.items[0]?.id ?? ""));
          }}
          placeholder={t("palette.placeholder")}
          className="h-12 w-full bg-transparent text-base outline-hidden"
        />
      </div>
      <Command.List label={t("palette.results")} className="max-h-[min(24rem,60vh)] overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-6 text-center text-muted text-sm">{t("palette.empty")}</Command.Empty>
        {wanted ? (
          <PaletteItem
            value={SEARCH}
            icon={Search}
            onSelect={() => run(() => router.push(`/search?q=${encodeURIComponent(wanted)}`))}
          >
            {t("palette.searchFor", { query: wanted })}
          </PaletteItem>
        ) : null}
        <PaletteSuggestions wanted={wanted} open={(href) => run(() => router.push(href))} />
        {isPermitted(roles, "suspense.view") ? (
          <PaletteViews wanted={wanted} open={(href) => run(() => router.push(href))} />
        ) : null}
        <PaletteGroup heading={t("palette.pages")}>
          {visibleNavGroups(roles)
            .flatMap((group) => group.items)
            .filter((item) => fits(wanted, t(`nav.${item.id}`), item.id))
            .map((item) => (
              <PaletteItem
                key={item.id}
                value={item.id}
                icon={item.icon}
                keys={item.key ? `g ${item.key}` : undefined}
                onSelect={() => run(() => router.push(item.href))}
              >
                {t(`nav.${item.id}`)}
              </PaletteItem>
            ))}
        </PaletteGroup>
        <PaletteActions wanted={wanted} run={run} />
        <PaletteSettings wanted={wanted} run={run} onHelp={onHelp} />
      </Command.List>
    </Command>
  );
}

/** Of the palette itself and of the keys that move about, nobody asks by name. */
const NOT_OFFERED: ReadonlySet<string> = new Set(["palette", "help", "next", "previous", "select", "selectRange"]);
/** The palette gives the focus back when it closes; what takes the focus for itself comes after. */
const FOCUS_RETURNS_MS = 50;

/** What the keys would do on the page behind. */
function PaletteActions({ wanted, run }: Pick<PaletteSettingsProps, "wanted" | "run">) {
  const t = useTranslations("shell");
  const [active] = useState(listActiveShortcuts);
  const offered = active.filter(({ id }) => !NOT_OFFERED.has(id) && fits(wanted, t(`shortcuts.${id}`), id));
  return (
    <PaletteGroup heading={t("palette.actions")}>
      {offered.map(({ id, keys }) => (
        <PaletteItem
          key={id}
          value={`do-${id}`}
          icon={CommandIcon}
          keys={keys}
          onSelect={() => run(() => setTimeout(() => runShortcut(id), FOCUS_RETURNS_MS))}
        >
          {t(`shortcuts.${id}`)}
        </PaletteItem>
      ))}
    </PaletteGroup>
  );
}

type PaletteSettingsProps = { wanted: string; run: (act: () => void) => void; onHelp: () => void };

function PaletteSettings({ wanted, run, onHelp }: PaletteSettingsProps) {
  const t = useTranslations("shell");
  const { density, setDensity, setTheme } = usePreferences();
  const settings = [
    { id: "light", icon: Sun, name: t("palette.light"), act: () => setTheme("light") },
    { id: "dark", icon: Moon, name: t("palette.dark"), act: () => setTheme("dark") },
    {
      id: "density",
      icon: Rows4,
      name: t("palette.density"),
      act: () => setDensity(density === "compact" ? "normal" : "compact"),
    },
    { id: "help", icon: Keyboard, name: t("shortcutsTitle"), act: onHelp, keys: keysOf("help") },
  ].filter((setting) => fits(wanted, setting.name, setting.id));
  return (
    <PaletteGroup heading={t("palette.settings")}>
      {settings.map(({ id, icon, name, act, keys }) => (
        <PaletteItem key={id} value={id} icon={icon} keys={keys} onSelect={() => run(act)}>
          {name}
        </PaletteItem>
      ))}
    </PaletteGroup>
  );
}

/** Whether a command is meant. The English id counts in Chinese too: people learn the word from the address. */
function fits(wanted: string, name: string, id: string): boolean {
  const words = wanted.toLowerCase();
  return name.toLowerCase().includes(words) || id.includes(words);
}
