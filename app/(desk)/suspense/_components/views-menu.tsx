"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Bookmark, BookmarkPlus, Columns3, Star } from "lucide-react";
import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { useShortcut } from "@/components/shell/use-shortcut";
import { Button } from "@/components/ui/button";
import { Menu, MenuGroup, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { notify } from "@/components/ui/toast";
import type { SavedViewDto } from "@/contracts/saved-views";
import { viewAddress } from "@/contracts/view-address";
import { SAVED_VIEWS_KEY, useSavedViews } from "./use-saved-views";

// Most people open neither of them on most days.
const SaveViewDialog = dynamic(() => import("./save-view-dialog").then((module) => module.SaveViewDialog));
const ColumnsDialog = dynamic(() => import("./columns-dialog").then((module) => module.ColumnsDialog));

export type ViewsServer = {
  readonly save: ServerCommand<{ viewId: string; search: string }>;
  readonly remove: ServerCommand<unknown>;
  readonly chooseDefault: ServerCommand<unknown>;
};

/** The queue as somebody likes to see it: their own views and their teams', how many rows each shows, and the way to keep this one. */
export function ViewsMenu({ server }: { server: ViewsServer }) {
  const t = useTranslations("suspense.views");
  const search = useSearchParams();
  const [isOpen, setOpen] = useState(false);
  const [asked, setAsked] = useState<"save" | "columns" | null>(null);
  const saved = useSavedViews(isOpen || asked === "save");
  useShortcut("views", () => setOpen(true));
  const views = saved.data?.views ?? [];
  const current = search.get("view");
  const currentView = views.find(({ id }) => id === current) ?? null;
  const teams = [...new Map(views.flatMap(({ team }) => (team ? [[team.no, team.name] as const] : [])))];
  return (
    <>
      <Menu
        align="end"
        open={isOpen}
        onOpenChange={setOpen}
        trigger={
          <Button size="sm">
            <Bookmark aria-hidden />
            {t("menu")}
          </Button>
        }
      >
        <MenuItem href="/suspense?view=none" end={current === null || current === "none" ? <Current /> : null}>
          {t("everything")}
        </MenuItem>
        <ViewGroup label={t("mine")} views={views.filter(({ team }) => team === null)} current={current} />
        {teams.map(([no, name]) => (
          <ViewGroup key={no} label={name} views={views.filter(({ team }) => team?.no === no)} current={current} />
        ))}
        {saved.isError ? <p className="px-2 py-1 text-danger text-sm">{t("failed")}</p> : null}
        <MenuSeparator />
        <MenuItem icon={BookmarkPlus} onSelect={() => setAsked("save")}>
          {t("save")}
        </MenuItem>
        {currentView ? <DefaultItem view={currentView} chooseDefault={server.chooseDefault} /> : null}
        <MenuItem icon={Columns3} onSelect={() => setAsked("columns")}>
          {t("columns")}
        </MenuItem>
      </Menu>
      {asked === "save" && saved.data ? (
        <SaveViewDialog
          view={currentView}
          search={`${search}`}
          teams={saved.data.teams}
          server={server}
          onClose={() => setAsked(null)}
        />
      ) : null}
      {asked === "columns" ? <ColumnsDialog onClose={() => setAsked(null)} /> : null}
    </>
  );
}

type DefaultItemProps = { view: SavedViewDto; chooseDefault: ViewsServer["chooseDefault"] };

/** The view that is shown opens the queue from now on, or does so no more. */
function DefaultItem({ view, chooseDefault }: DefaultItemProps) {
  const t = useTranslations("suspense.views");
  const client = useQueryClient();
  const { run } = useCommand(chooseDefault);
  const send = async () => {
    if ((await run({ viewId: view.isDefault ? null : view.id })) === null) return notify.danger(t("notChosen"));
    notify.success(t(view.isDefault ? "unchosen" : "chosen", { name: view.name }));
    void client.invalidateQueries({ queryKey: SAVED_VIEWS_KEY });
  };
  return (
    <MenuItem icon={Star} onSelect={() => void send()}>
      {t(view.isDefault ? "unchoose" : "default")}
    </MenuItem>
  );
}

type ViewGroupProps = { label: string; views: readonly SavedViewDto[]; current: string | null };

function ViewGroup({ label, views, current }: ViewGroupProps) {
  const t = useTranslations("suspense.views");
  const format = useFormatter();
  if (views.length === 0) return null;
  return (
    <MenuGroup label={label}>
      {views.map(({ id, name, search, count, isDefault }) => (
        <MenuItem
          key={id}
          href={viewAddress(id, search)}
          end={
            <span className="ml-3 flex items-center gap-1.5 text-muted text-xs">
              {isDefault ? <Star role="img" aria-label={t("isDefault")} /> : null}
              {count === null ? t("outdated") : `${format.number(count.value)}${count.capped ? "+" : ""}`}
              {id === current ? <Current /> : null}
            </span>
          }
        >
          {name}
        </MenuItem>
      ))}
    </MenuGroup>
  );
}

function Current() {
  const t = useTranslations("suspense.views");
  return (
    <span role="img" aria-label={t("isCurrent")} className="text-accent">
      ✓
    </span>
  );
}
