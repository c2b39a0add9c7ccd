"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { FilteredGrid } from "@/components/grid/filtered-grid";
import type { ServerCommand } from "@/components/refusal/use-command";
import { BulkPrepareDialog } from "@/components/suspense/bulk-prepare-dialog";
import { Checkbox } from "@/components/ui/checkbox";
import type { AskedSelection, SuspenseGroupDto } from "@/contracts/bulk";
import { BREAK_KINDS } from "@/core/suspense/item";
import { useGroupColumns } from "./use-group-columns";

const NAMES = ["kind", "direction", "channel", "single"] as const;
const DIRECTIONS = ["SHORT", "LONG"] as const;

type GroupDeskProps = {
  channels: readonly { code: string; name: string }[];
  prepare: ServerCommand<{ jobNo: string; rows: number }> | null;
};

/** Groups of similar items. Enter shows exactly their rows; the button at the end proposes for all of them. */
export function GroupDesk({ channels, prepare }: GroupDeskProps) {
  const t = useTranslations("bulk");
  const suspense = useTranslations("suspense");
  const enums = useTranslations("enums");
  const [chosen, setChosen] = useState<SuspenseGroupDto | null>(null);
  const columns = useGroupColumns(prepare ? setChosen : null);
  return (
    <>
      <FilteredGrid
        url="/api/grid/suspense-groups"
        names={NAMES}
        columns={columns}
        rowId={(row) => row.key}
        hrefOf={(row) => `/suspense?${new URLSearchParams({ group: row.key })}`}
        ariaLabel={t("groups.title")}
        none={{ title: t("groups.none"), description: t("groups.noneText") }}
        noMatch={{ title: t("groups.noMatch"), description: t("groups.noMatchText") }}
        filters={(bind) => (
          <>
            <ChoiceFilter
              {...bind("kind", BREAK_KINDS)}
              label={suspense("column.kind")}
              any={suspense("filter.anyKind")}
              options={BREAK_KINDS.map((value) => ({ value, label: enums(`outcome.${value}`) }))}
              className="w-38"
            />
            <ChoiceFilter
              {...bind("direction", DIRECTIONS)}
              label={suspense("filter.direction")}
              any={suspense("filter.anyDirection")}
              options={DIRECTIONS.map((value) => ({ value, label: enums(`direction.${value}`) }))}
              className="w-38"
            />
            <ChoiceFilter
              {...bind("channel")}
              label={suspense("column.channel")}
              any={suspense("filter.anyChannel")}
              options={channels.map(({ code, name }) => ({ value: code, label: name }))}
              className="w-38"
            />
            <SingleFilter {...bind("single")} />
          </>
        )}
      />
      {prepare ? (
        <BulkPrepareDialog
          selection={chosen && selectionOf(chosen)}
          suggested={chosen?.suggestion.resolution}
          what={chosen ? t("groups.proposeFor", { count: chosen.count - chosen.waiting }) : ""}
          prepare={prepare}
          onClose={() => setChosen(null)}
        />
      ) : null}
    </>
  );
}

function SingleFilter({ value, onCommit }: { value: string | null; onCommit: (value: string | null) => void }) {
  const t = useTranslations("bulk");
  return (
    <Checkbox label={t("groups.single")} checked={value === "1"} onCheckedChange={(on) => onCommit(on ? "1" : null)} />
  );
}

/** Whatever of the group is open when the server looks: rows that were never loaded are among it. */
function selectionOf({ key }: SuspenseGroupDto): AskedSelection {
  return { by: "FILTER", filters: { status: "open", group: key } };
}
