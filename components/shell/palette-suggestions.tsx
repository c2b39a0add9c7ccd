"use client";

import { useQuery } from "@tanstack/react-query";
import {
  Banknote,
  BookOpenText,
  Building2,
  CircleHelp,
  FileInput,
  HandCoins,
  Landmark,
  type LucideIcon,
  Radio,
  ReceiptText,
  RotateCcw,
  Rows3,
  ShieldCheck,
  Split,
  Stamp,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { objectHref } from "@/components/object/object-href";
import type { FindableKind, FoundDto, SearchDto } from "@/contracts/search-views";
import { PaletteGroup, PaletteItem } from "./palette-item";

const ICONS: Record<FindableKind, LucideIcon> = {
  order: ReceiptText,
  refund: RotateCcw,
  line: Rows3,
  voucher: Stamp,
  suspense: CircleHelp,
  claim: HandCoins,
  payout: Banknote,
  approval: ShieldCheck,
  batch: BookOpenText,
  clearing: Split,
  settlement: HandCoins,
  statement: FileInput,
  merchant: Building2,
  account: Landmark,
  channel: Radio,
};
const PAUSE_MS = 180;
const SHORTEST = 2;
const MOST = 8;

type PaletteSuggestionsProps = { wanted: string; open: (href: string) => void };

/** What the typed number names, while it is being typed. Only what the reader may open; the server sees to that. */
export function PaletteSuggestions({ wanted, open }: PaletteSuggestionsProps) {
  const t = useTranslations("search");
  const settled = useSettled(wanted);
  const { data } = useQuery({
    queryKey: ["search", settled],
    queryFn: ({ signal }) => search(settled, signal),
    enabled: settled.length >= SHORTEST,
  });
  // What was found for an earlier text is not offered for this one.
  const found = data && settled === wanted ? [...data.exact, ...data.similar].slice(0, MOST) : [];
  return (
    <PaletteGroup heading={t("title")}>
      {found.map((one) => {
        const href = objectHref(one.kind, one.no);
        return href === null ? null : (
          <PaletteItem key={href} value={href} icon={ICONS[one.kind]} onSelect={() => open(href)}>
            <Found found={one} />
          </PaletteItem>
        );
      })}
    </PaletteGroup>
  );
}

function Found({ found }: { found: FoundDto }) {
  const t = useTranslations("search");
  return (
    <>
      {found.no} <span className="text-muted text-xs">{t(`one.${found.kind}`)}</span>
      {found.note && found.kind !== "voucher" ? <span className="text-muted text-xs"> · {found.note}</span> : null}
    </>
  );
}

/** The text once its typist has paused. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

async function search(query: string, signal: AbortSignal): Promise<SearchDto> {
  const response = await fetch(`/api/search?q=${encodeURIComponent(query)}`, { signal });
  if (!response.ok) throw new Error(`the search answered ${response.status}`);
  // The route's own type made this; both ends are the same build.
  return (await response.json()) as SearchDto;
}
