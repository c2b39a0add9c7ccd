"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { GO_TO_SHORTCUTS, SHORTCUTS, type Shortcut, type ShortcutScope } from "./shortcuts";
import { setSingleKeys, singleKeysAreOn, subscribeToSingleKeys } from "./single-keys";

const SCOPES: readonly ShortcutScope[] = ["everywhere", "list", "item", "board"];

/** `?`: every key of the desk, from the one registry, and the switch that turns single keys off. */
export function ShortcutHelp({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("shell");
  const on = useSyncExternalStore(subscribeToSingleKeys, singleKeysAreOn, () => true);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("shortcutsTitle")} size="md">
      <Checkbox
        className="mb-4"
        checked={on}
        onCheckedChange={setSingleKeys}
        label={t("singleKeys")}
        hint={t("singleKeysHint")}
      />
      <div className="gap-8 sm:columns-2">
        {SCOPES.map((scope) => (
          <KeyTable
            key={scope}
            title={t(`scope.${scope}`)}
            shortcuts={SHORTCUTS.filter((it) => it.scope === scope)}
            name={(id) => t(`shortcuts.${id}`)}
          />
        ))}
        <KeyTable title={t("scope.goTo")} shortcuts={GO_TO_SHORTCUTS} name={(id) => t(`nav.${id}`)} />
      </div>
    </Dialog>
  );
}

type KeyTableProps = { title: string; shortcuts: readonly Shortcut[]; name: (id: string) => string };

function KeyTable({ title, shortcuts, name }: KeyTableProps) {
  return (
    <section className="mb-5 break-inside-avoid">
      <h3 className="mb-1 font-medium text-faint text-xs">{title}</h3>
      <dl>
        {shortcuts.map((shortcut) => (
          <div key={shortcut.id} className="flex min-h-7 items-center justify-between gap-4 text-sm">
            <dt>{name(shortcut.id)}</dt>
            <dd>
              <Kbd keys={shortcut.keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
