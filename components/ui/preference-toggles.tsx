"use client";

import { Languages, Monitor, Moon, Rows3, Rows4, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useTransition } from "react";
import { IconButton } from "./icon-button";
import { Menu, MenuChoice } from "./menu";
import { rememberPreference, type Theme } from "./preference-cookies";
import { usePreferences } from "./preferences";

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon } as const satisfies Record<Theme, unknown>;

export function ThemeToggle() {
  const t = useTranslations("common");
  const { theme, setTheme } = usePreferences();
  const options = (["system", "light", "dark"] as const).map((value) => ({
    value,
    label: t(`theme.${value}`),
    icon: THEME_ICONS[value],
  }));
  return (
    <Menu trigger={<IconButton label={t("theme.label")} icon={THEME_ICONS[theme]} />}>
      <MenuChoice label={t("theme.label")} value={theme} options={options} onValueChange={setTheme} />
    </Menu>
  );
}

export function DensityToggle() {
  const t = useTranslations("common");
  const { density, setDensity } = usePreferences();
  const compact = density === "compact";
  return (
    <IconButton
      label={t("density.compact")}
      icon={compact ? Rows4 : Rows3}
      aria-pressed={compact}
      onClick={() => setDensity(compact ? "normal" : "compact")}
    />
  );
}

/** Each language is written in itself, so that it can be found by whoever cannot read the present one. */
const LANGUAGES = [
  { value: "en", label: "English", lang: "en" },
  { value: "zh-CN", label: "简体中文", lang: "zh-CN" },
] as const;

/** Switches at once: the server renders the same page again in the other language, keeping what is typed and open. */
export function LanguageToggle() {
  const t = useTranslations("common");
  const locale = useLocale();
  const router = useRouter();
  const [, startTransition] = useTransition();
  const change = (next: string) => {
    rememberPreference("locale", next);
    startTransition(() => router.refresh());
  };
  return (
    <Menu trigger={<IconButton label={t("language")} icon={Languages} />}>
      <MenuChoice label={t("language")} value={locale} options={LANGUAGES} onValueChange={change} />
    </Menu>
  );
}
