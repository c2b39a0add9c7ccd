"use client";

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { type Density, rememberPreference, type Theme } from "./preference-cookies";

type Preferences = {
  readonly theme: Theme;
  readonly density: Density;
  readonly setTheme: (theme: Theme) => void;
  readonly setDensity: (density: Density) => void;
};

const PreferencesContext = createContext<Preferences | null>(null);

type ProviderProps = { theme: Theme; density: Density; children: ReactNode };

/** Holds theme and density; the attributes on <html> change at once and the cookie makes the next request agree. */
export function PreferencesProvider({ theme: startTheme, density: startDensity, children }: ProviderProps) {
  const [theme, setThemeState] = useState(startTheme);
  const [density, setDensityState] = useState(startDensity);

  const setTheme = useCallback((next: Theme) => {
    document.documentElement.dataset.theme = next;
    rememberPreference("theme", next);
    setThemeState(next);
  }, []);
  const setDensity = useCallback((next: Density) => {
    document.documentElement.dataset.density = next;
    rememberPreference("density", next);
    setDensityState(next);
  }, []);

  const preferences = useMemo(() => ({ theme, density, setTheme, setDensity }), [theme, density, setTheme, setDensity]);
  return <PreferencesContext value={preferences}>{children}</PreferencesContext>;
}

export function usePreferences(): Preferences {
  const preferences = useContext(PreferencesContext);
  if (!preferences) throw new Error("usePreferences needs a PreferencesProvider above it");
  return preferences;
}
