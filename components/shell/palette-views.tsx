"use client";

import { useQuery } from "@tanstack/react-query";
import { Bookmark } from "lucide-react";
import { useTranslations } from "next-intl";
import type { SavedViewsDto } from "@/contracts/saved-views";
import { viewAddress } from "@/contracts/view-address";
import { PaletteGroup, PaletteItem } from "./palette-item";

const MOST = 8;
const FRESH_MS = 60_000;

type PaletteViewsProps = { wanted: string; open: (href: string) => void };

/** The reader's saved views of the queue and their teams', from whichever page they are on. */
export function PaletteViews({ wanted, open }: PaletteViewsProps) {
  const t = useTranslations("suspense.views");
  const { data } = useQuery({
    queryKey: ["saved-view-names"],
    queryFn: ({ signal }) => fetchNames(signal),
    staleTime: FRESH_MS,
  });
  const meant = (data?.views ?? []).filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()));
  return (
    <PaletteGroup heading={t("menu")}>
      {meant.slice(0, MOST).map(({ id, name, search, team }) => (
        <PaletteItem key={id} value={`view-${id}`} icon={Bookmark} onSelect={() => open(viewAddress(id, search))}>
          {name} {team ? <span className="text-muted text-xs">{team.name}</span> : null}
        </PaletteItem>
      ))}
    </PaletteGroup>
  );
}

async function fetchNames(signal: AbortSignal): Promise<SavedViewsDto> {
  const response = await fetch("/api/suspense/views?names=1", { signal });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  // The route's own types made this; both ends are the same build.
  return (await response.json()) as SavedViewsDto;
}
