"use client";

import { ArrowDown, ArrowRight, ArrowUp, Trash2 } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { ReceiverSelect } from "@/components/teamwork/receiver-select";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { NamedDto } from "@/contracts/suspense-views";
import type { ColleaguesDto } from "@/contracts/teamwork";
import { ASSET_SCALES } from "@/core/money/assets";
import { BREAK_KINDS } from "@/core/suspense/item";
import { type RuleDraft, toRule } from "./rule-draft";

const ANY = "*";
const DIRECTIONS = ["SHORT", "LONG"] as const;

type RuleRowProps = {
  rule: RuleDraft;
  index: number;
  count: number;
  channels: readonly NamedDto[];
  colleagues: ColleaguesDto;
  /** How many open items the dry run sends by it; null before it ran. */
  sent: number | null;
  onChange: (rule: RuleDraft) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
};

/** One rule: what it fits, and to whom it sends. What is left open fits everything. */
export function RuleRow({ rule, index, count, channels, colleagues, sent, onChange, onMove, onRemove }: RuleRowProps) {
  const t = useTranslations("suspense");
  const format = useFormatter();
  const no = index + 1;
  const isUnfinished = toRule(rule) === null;
  return (
    <li
      aria-label={t("routing.rule", { no })}
      className={cn(
        "flex flex-wrap items-center gap-2 rounded-lg border px-3 py-2",
        isUnfinished ? "border-warning" : "border-line",
      )}
    >
      <span aria-hidden className="tabular w-5 text-right text-muted text-sm">
        {no}
      </span>
      <RuleConditions rule={rule} channels={channels} onChange={onChange} />
      <div className="flex min-w-84 flex-1 items-center gap-2 pl-7 2xl:pl-0">
        <ArrowRight aria-hidden className="size-4 shrink-0 text-muted" />
        <div className="w-52">
          <ReceiverSelect
            colleagues={colleagues}
            value={rule.to}
            onValueChange={(to) => onChange({ ...rule, to })}
            aria-label={t("routing.to")}
          />
        </div>
        <span className="text-muted text-xs">
          {sent === null ? null : t("routing.sent", { count: sent, shown: format.number(sent) })}
        </span>
        <span className="ml-auto flex">
          <IconButton
            label={t("routing.up", { no })}
            icon={ArrowUp}
            disabled={index === 0}
            onClick={() => onMove(-1)}
          />
          <IconButton
            label={t("routing.down", { no })}
            icon={ArrowDown}
            disabled={index === count - 1}
            onClick={() => onMove(1)}
          />
          <IconButton label={t("routing.remove", { no })} icon={Trash2} onClick={onRemove} />
        </span>
      </div>
    </li>
  );
}

function RuleConditions({ rule, channels, onChange }: Pick<RuleRowProps, "rule" | "channels" | "onChange">) {
  const t = useTranslations("suspense");
  const enums = useTranslations("enums");
  const any = (label: string) => ({ value: ANY, label });
  const amount = (key: "from" | "below") => (
    <Input
      inputMode="decimal"
      autoComplete="off"
      aria-label={t(`routing.${key}`)}
      placeholder={t(`routing.${key}`)}
      value={rule[key]}
      onChange={(event) => onChange({ ...rule, [key]: event.target.value })}
      className="tabular w-26 text-right"
    />
  );
  return (
    <>
      <Select
        aria-label={t("column.kind")}
        options={[
          any(t("filter.anyKind")),
          ...BREAK_KINDS.map((kind) => ({ value: kind, label: enums(`outcome.${kind}`) })),
        ]}
        value={rule.kind ?? ANY}
        onValueChange={(kind) => onChange({ ...rule, kind: BREAK_KINDS.find((known) => known === kind) ?? null })}
        className="w-36"
      />
      <Select
        aria-label={t("filter.direction")}
        options={[
          any(t("filter.anyDirection")),
          ...DIRECTIONS.map((side) => ({ value: side, label: enums(`direction.${side}`) })),
        ]}
        value={rule.direction ?? ANY}
        onValueChange={(side) => onChange({ ...rule, direction: DIRECTIONS.find((known) => known === side) ?? null })}
        className="w-34"
      />
      <Select
        aria-label={t("column.channel")}
        options={[any(t("filter.anyChannel")), ...channels.map(({ no, name }) => ({ value: no, label: name }))]}
        value={rule.channel ?? ANY}
        onValueChange={(channel) => onChange({ ...rule, channel: channel === ANY ? null : channel })}
        className="w-34"
      />
      <span className="flex items-center gap-1.5">
        {amount("from")}
        {amount("below")}
        <Select
          aria-label={t("routing.asset")}
          options={Object.keys(ASSET_SCALES).map((asset) => ({ value: asset, label: asset }))}
          value={rule.asset}
          onValueChange={(asset) => onChange({ ...rule, asset })}
          className="w-20"
        />
      </span>
    </>
  );
}
