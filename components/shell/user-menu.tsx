"use client";

import { CircleUser, Keyboard, KeyRound, LogOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { Kbd } from "@/components/ui/kbd";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import type { Role } from "@/core/permissions/permissions";
import { keysOf } from "./shortcuts";
import { signOut } from "./sign-out";

type UserMenuProps = { displayName: string; login: string; roles: readonly Role[]; onHelp: () => void };

export function UserMenu({ displayName, login, roles, onHelp }: UserMenuProps) {
  const t = useTranslations("shell");
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={t("userMenu", { name: displayName })}
          className="inline-flex h-control items-center gap-2 rounded-md px-1.5 text-sm hover:bg-hover"
        >
          <span
            aria-hidden
            className="inline-flex size-6 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent text-xs"
          >
            {initialOf(displayName)}
          </span>
          <span className="hidden max-w-32 truncate md:inline">{displayName}</span>
        </button>
      }
    >
      <div className="px-2 py-1.5">
        <p className="font-medium text-sm">{displayName}</p>
        <p className="text-muted text-xs">{login}</p>
        <p className="mt-1 text-muted text-xs">{roles.map((role) => t(`role.${role}`)).join(" · ")}</p>
      </div>
      <MenuSeparator />
      <MenuItem icon={Keyboard} onSelect={onHelp} end={<Kbd keys={keysOf("help")} />}>
        {t("shortcutsTitle")}
      </MenuItem>
      <MenuItem icon={CircleUser} href="/account">
        {t("account")}
      </MenuItem>
      <MenuItem icon={KeyRound} href="/change-password">
        {t("changePassword")}
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={() => void signOut()}>
        {t("signOut")}
      </MenuItem>
    </Menu>
  );
}

function initialOf(name: string): string {
  return (Array.from(name.trim())[0] ?? "?").toUpperCase();
}
