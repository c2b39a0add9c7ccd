"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ServerCommand } from "@/components/refusal/use-command";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { PersonDto, TeamDto } from "@/contracts/teamwork";
import { TeamDialog } from "./team-dialog";

type TeamsProps = {
  teams: readonly TeamDto[];
  people: readonly PersonDto[];
  save: ServerCommand<{ code: string }>;
};

/** Who is in which team; a closed one keeps its items and gets no more. */
export function Teams({ teams, people, save }: TeamsProps) {
  const t = useTranslations("suspense");
  const [open, setOpen] = useState<TeamDto | "new" | null>(null);
  return (
    <div className="flex flex-col gap-3">
      {teams.length === 0 ? <p className="text-muted text-sm">{t("team.none")}</p> : null}
      <ul className="divide-y divide-line text-sm">
        {teams.map((team) => (
          <li key={team.code} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
            <span className="font-medium">{team.name}</span>
            <span className="text-muted text-xs">{team.code}</span>
            {team.isArchived ? <Badge>{t("team.closed")}</Badge> : null}
            <span className="min-w-0 flex-1 text-muted">{team.members.map(({ name }) => name).join(", ")}</span>
            <Button
              size="sm"
              variant="ghost"
              onClick={() => setOpen(team)}
              aria-label={t("team.editOf", { name: team.name })}
            >
              {t("team.edit")}
            </Button>
          </li>
        ))}
      </ul>
      <div>
        <Button onClick={() => setOpen("new")}>
          <Plus aria-hidden />
          {t("team.add")}
        </Button>
      </div>
      {open === null ? null : (
        <TeamDialog team={open === "new" ? null : open} people={people} save={save} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}
