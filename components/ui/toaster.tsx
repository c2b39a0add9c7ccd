"use client";

import { useTranslations } from "next-intl";
import type { CSSProperties } from "react";
import { Toaster as Sonner } from "sonner";
import { usePreferences } from "./preferences";

const TOKENS = {
  "--normal-bg": "var(--raised)",
  "--normal-text": "var(--ink)",
  "--normal-border": "var(--line)",
  "--border-radius": "8px",
  "--width": "360px",
} as CSSProperties;

export function Toaster() {
  const { theme } = usePreferences();
  const t = useTranslations("common");
  return (
    <Sonner
      theme={theme}
      position="bottom-right"
      containerAriaLabel={t("notifications")}
      style={TOKENS}
      toastOptions={{
        style: { fontFamily: "var(--font-sans)", fontSize: "var(--size-sm)" },
        closeButtonAriaLabel: t("close"),
      }}
      closeButton
    />
  );
}
