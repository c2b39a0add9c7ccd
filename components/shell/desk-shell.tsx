"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, Suspense, use, useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import { Later } from "@/components/ui/later";
import { DensityToggle, LanguageToggle, ThemeToggle } from "@/components/ui/preference-toggles";
import type { Role } from "@/core/permissions/permissions";
import { BooksAlarm } from "./books-alarm";
import { CommandPalette } from "./command-palette";
import { NarrowNav } from "./narrow-nav";
import { ShortcutHelp } from "./shortcut-help";
import { GO_TO_SHORTCUTS, keysOf } from "./shortcuts";
import { SideNav } from "./side-nav";
import { StopBanner } from "./stop-banner";
import { useKeys, useShortcut } from "./use-shortcut";
import { UserMenu } from "./user-menu";

export type ShellActor = { displayName: string; login: string; roles: readonly Role[]; demo: boolean };

type DeskShellProps = {
  actor: ShellActor;
  /** How many requests this person can approve; the badge beside Approvals. */
  approvalsWaiting?: Promise<number> | undefined;
  /** The proofs of the books that fail while an alarm stands; null while none does, or for whom it is not. */
  failedProofs?: Promise<readonly string[] | null> | null;
  /** Whether money going out is stopped by hand or after a restore; null for whom it is not. */
  moneyStopped?: Promise<boolean> | null;
  children: ReactNode;
};

/** Navigation, header and the keys that work everywhere. It shows what the roles may see and decides nothing. */
export function DeskShell({
  actor,
  approvalsWaiting,
  failedProofs = null,
  moneyStopped = null,
  children,
}: DeskShellProps) {
  const t = useTranslations("shell");
  // Null until it is opened for the first time: what is closed need not be drawn. Its code is here, since people type on at once.
  const [paletteOpen, setPaletteOpen] = useState<boolean | null>(null);
  const [helpOpen, setHelpOpen] = useState<boolean | null>(null);
  const openHelp = () => setHelpOpen(true);
  const togglePalette = () => setPaletteOpen((open) => !open);
  useShortcut("palette", togglePalette, { everywhere: true });
  useShortcut("help", openHelp);
  return (
    <div className="isolate min-h-dvh lg:pl-56 print:pl-0">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-accent-solid px-3 py-2 font-medium text-sm text-white focus:translate-y-0"
      >
        {t("skip")}
      </a>
      <aside
        data-print="hide"
        className="fixed inset-y-0 left-0 z-20 hidden w-56 border-line border-r bg-surface lg:block"
      >
        <SideNav roles={actor.roles} approvalsWaiting={approvalsWaiting} />
      </aside>
      <header
        data-print="hide"
        className="sticky top-0 z-20 flex h-13 items-center gap-1 border-line border-b bg-surface px-3 sm:px-5"
      >
        <Later fallback={<span className="size-control shrink-0 lg:hidden" />}>
          <NarrowNav roles={actor.roles} approvalsWaiting={approvalsWaiting} />
        </Later>
        <SearchButton onOpen={togglePalette} />
        <div className="flex-1" />
        <Later fallback={null}>
          <LanguageToggle />
          <DensityToggle />
          <ThemeToggle />
          <UserMenu {...actor} onHelp={openHelp} />
        </Later>
      </header>
      {failedProofs ? (
        <Suspense fallback={null}>
          <StandingAlarm failed={failedProofs} />
        </Suspense>
      ) : null}
      {moneyStopped ? (
        <Suspense fallback={null}>
          <StandingStop stopped={moneyStopped} />
        </Suspense>
      ) : null}
      {actor.demo ? <DemoBanner /> : null}
      <main id="content" tabIndex={-1} className="px-3 py-5 outline-hidden sm:px-5">
        {children}
      </main>
      {paletteOpen === null ? null : (
        <CommandPalette open={paletteOpen} onOpenChange={setPaletteOpen} roles={actor.roles} onHelp={openHelp} />
      )}
      {helpOpen === null ? null : <ShortcutHelp open={helpOpen} onOpenChange={setHelpOpen} />}
      {GO_TO_SHORTCUTS.map((shortcut) => (
        <GoTo key={shortcut.id} keys={shortcut.keys} href={shortcut.href ?? "/"} />
      ))}
    </div>
  );
}

function StandingAlarm({ failed }: { failed: Promise<readonly string[] | null> }) {
  const known = use(failed);
  return known ? <BooksAlarm failed={known} /> : null;
}

function StandingStop({ stopped }: { stopped: Promise<boolean> }) {
  return use(stopped) ? <StopBanner /> : null;
}

function SearchButton({ onOpen }: { onOpen: () => void }) {
  const t = useTranslations("shell");
  return (
    <button
      type="button"
      onClick={onOpen}
      className="flex h-control w-full max-w-80 items-center gap-2 rounded-md border border-line bg-canvas px-2.5 text-muted text-sm hover:border-line-strong"
    >
      <Search aria-hidden className="size-4" />
      <span className="min-w-0 flex-1 truncate text-left">{t("palette.button")}</span>
      <Kbd keys={keysOf("palette")} className="hidden sm:inline-flex" />
    </button>
  );
}

function DemoBanner() {
  const t = useTranslations("shell");
  return (
    <aside
      aria-label={t("demo.title")}
      data-print="hide"
      className="border-line border-b bg-warning-soft px-3 py-1 text-warning text-xs sm:px-5"
    >
      <strong className="font-semibold">{t("demo.title")}</strong> {t("demo.text")}
    </aside>
  );
}

function GoTo({ keys, href }: { keys: string; href: string }) {
  const router = useRouter();
  useKeys(keys, () => router.push(href));
  return null;
}
