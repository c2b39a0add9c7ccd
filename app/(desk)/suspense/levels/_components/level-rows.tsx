"use client";

import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Column, DataTable } from "@/components/ui/data-table";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { NamedDto } from "@/contracts/suspense-views";
import { ASSET_SCALES } from "@/core/money/assets";
import { BREAK_KINDS, SEVERITIES } from "@/core/suspense/item";
import { type LevelDraft, toTypedLevel } from "./level-draft";

const ANY = "*";
const DIRECTIONS = ["SHORT", "LONG"] as const;

type LevelRowsProps = {
  drafts: readonly LevelDraft[];
  channels: readonly NamedDto[];
  onChange: (drafts: readonly LevelDraft[]) => void;
};

/** One row a level: what it fits on the left, what it promises on the right. What is left open fits everything. */
export function LevelRows({ drafts, channels, onChange }: LevelRowsProps) {
  const t = useTranslations("suspense");
  const change: Change = (draft, patch) =>
    onChange(drafts.map((one) => (one.key === draft.key ? { ...one, ...patch } : one)));
  const remove = (draft: LevelDraft) => (
    <IconButton
      icon={Trash2}
      label={t("level.remove")}
      onClick={() => onChange(drafts.filter(({ key }) => key !== draft.key))}
    />
  );
  const columns = [
    ...useScopeColumns(channels, change),
    ...usePromiseColumns(change),
    { key: "remove", header: <span className="sr-only">{t("level.remove")}</span>, cell: remove },
  ];
  return <DataTable caption={t("level.edit")} rows={drafts} rowKey={(draft) => draft.key} columns={columns} />;
}

type Change = (draft: LevelDraft, patch: Partial<LevelDraft>) => void;

function useScopeColumns(channels: readonly NamedDto[], change: Change): Column<LevelDraft>[] {
  const t = useTranslations("suspense");
  const enums = useTranslations("enums");
  const any = { value: ANY, label: t("level.any") };
  const channel = (draft: LevelDraft) => (
    <Select
      aria-label={t("level.channel")}
      options={[any, ...channels.map(({ no, name }) => ({ value: no, label: name }))]}
      value={draft.channel ?? ANY}
      onValueChange={(value) => change(draft, { channel: value === ANY ? null : value })}
      className="w-32"
    />
  );
  const kind = (draft: LevelDraft) => (
    <Select
      aria-label={t("level.kind")}
      options={[any, ...BREAK_KINDS.map((value) => ({ value, label: enums(`outcome.${value}`) }))]}
      value={draft.kind ?? ANY}
      onValueChange={(value) => change(draft, { kind: BREAK_KINDS.find((known) => known === value) ?? null })}
      className="w-38"
    />
  );
  const direction = (draft: LevelDraft) => (
    <Select
      aria-label={t("level.direction")}
      options={[any, ...DIRECTIONS.map((side) => ({ value: side, label: enums(`direction.${side}`) }))]}
      value={draft.direction ?? ANY}
      onValueChange={(value) => change(draft, { direction: DIRECTIONS.find((side) => side === value) ?? null })}
      className="w-26"
    />
  );
  const band = (draft: LevelDraft) => <BandCell draft={draft} onChange={(patch) => change(draft, patch)} />;
  return [
    { key: "channel", header: t("level.channel"), cell: channel },
    { key: "kind", header: t("level.kind"), cell: kind },
    { key: "direction", header: t("level.direction"), cell: direction },
    { key: "band", header: t("level.fromBand"), cell: band },
  ];
}

function usePromiseColumns(change: Change): Column<LevelDraft>[] {
  const t = useTranslations("suspense");
  const enums = useTranslations("enums");
  const severity = (draft: LevelDraft) => (
    <Select
      aria-label={t("level.severity")}
      options={SEVERITIES.map((value) => ({ value, label: enums(`severity.${value}`) }))}
      value={draft.severity}
      onValueChange={(value) => change(draft, { severity: value })}
      className="w-26"
    />
  );
  const days = (draft: LevelDraft) => (
    <Input
      inputMode="numeric"
      autoComplete="off"
      aria-label={t("level.daysTyped")}
      aria-invalid={toTypedLevel(draft) === null}
      value={draft.days}
      onChange={(event) => change(draft, { days: event.target.value.replaceAll(/\D/g, "") })}
      className="tabular w-14 text-right"
    />
  );
  return [
    { key: "severity", header: t("level.severity"), cell: severity },
    { key: "days", header: t("level.daysTyped"), cell: days },
  ];
}

/** From which amount of which currency; a level for every currency has no amount. */
function BandCell({ draft, onChange }: { draft: LevelDraft; onChange: (patch: Partial<LevelDraft>) => void }) {
  const t = useTranslations("suspense");
  const assets = [...new Set([...Object.keys(ASSET_SCALES), ...(draft.asset === null ? [] : [draft.asset])])];
  return (
    <span className="flex items-center gap-1.5">
      <Select
        aria-label={t("routing.asset")}
        options={[{ value: ANY, label: t("level.any") }, ...assets.map((asset) => ({ value: asset, label: asset }))]}
        value={draft.asset ?? ANY}
        onValueChange={(value) => onChange(value === ANY ? { asset: null, from: "" } : { asset: value })}
        className="w-20"
      />
      <Input
        inputMode="decimal"
        autoComplete="off"
        aria-label={t("level.fromBand")}
        placeholder="0"
        disabled={draft.asset === null}
        value={draft.from}
        onChange={(event) => onChange({ from: event.target.value })}
        className="tabular w-26 text-right"
      />
    </span>
  );
}
