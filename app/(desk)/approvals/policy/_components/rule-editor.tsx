"use client";

import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { DataTable } from "@/components/ui/data-table";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { EXCLUSIONS, SEATS, type Seat } from "@/core/approvals/acts";
import { MOVES_NO_MONEY } from "@/core/approvals/policy";
import { addBand, type EditedRule } from "./edited-rule";

type RuleEditorProps = { rules: readonly EditedRule[]; onChange: (rules: readonly EditedRule[]) => void };

/** One row a band: its limit, whose signatures, who never signs. What cannot be in force is said when it is proposed. */
export function RuleEditor({ rules, onChange }: RuleEditorProps) {
  const t = useTranslations("approvals");
  const change = (key: number, patch: Partial<EditedRule>) =>
    onChange(rules.map((rule) => (rule.key === key ? { ...rule, ...patch } : rule)));
  const isFirst = (rule: EditedRule) => rules.find((one) => one.act === rule.act) === rule;
  return (
    <DataTable
      caption={t("policy.edit")}
      rows={rules}
      rowKey={(rule) => `${rule.key}`}
      columns={[
        {
          key: "act",
          header: t("policy.act"),
          rowHeader: true,
          className: "align-top",
          cell: (rule) => <ActName rule={rule} isFirst={isFirst(rule)} onAdd={() => onChange(addBand(rules, rule))} />,
        },
        {
          key: "limit",
          header: t("policy.limit"),
          className: "align-top",
          cell: (rule) => <Limit rule={rule} onChange={(patch) => change(rule.key, patch)} />,
        },
        {
          key: "seats",
          header: t("policy.seats"),
          className: "align-top",
          cell: (rule) => <Seats rule={rule} onChange={(seats) => change(rule.key, { seats })} />,
        },
        {
          key: "excludes",
          header: t("policy.excludes"),
          className: "align-top",
          cell: (rule) => <Exclusions rule={rule} onChange={(excludes) => change(rule.key, { excludes })} />,
        },
        {
          key: "stepUp",
          header: t("policy.stepUp"),
          className: "align-top",
          cell: (rule) => (
            <Checkbox
              label={t("policy.asked")}
              checked={rule.stepUp}
              onCheckedChange={(stepUp) => change(rule.key, { stepUp })}
            />
          ),
        },
        {
          key: "remove",
          header: <span className="sr-only">{t("policy.remove")}</span>,
          className: "align-top",
          cell: (rule) => (
            <IconButton
              icon={Trash2}
              label={t("policy.remove")}
              onClick={() => onChange(rules.filter((one) => one !== rule))}
            />
          ),
        },
      ]}
    />
  );
}

/** The act, named once, with the button for another band of it. */
function ActName({ rule, isFirst, onAdd }: { rule: EditedRule; isFirst: boolean; onAdd: () => void }) {
  const t = useTranslations("approvals");
  const act = t(`act.${rule.act}.name`);
  if (!isFirst) return <span className="sr-only">{act}</span>;
  return (
    <span className="flex flex-col items-start gap-1">
      {act}
      <Button size="sm" variant="ghost" aria-label={t("policy.addFor", { act })} onClick={onAdd}>
        <Plus aria-hidden />
        {t("policy.add")}
      </Button>
    </span>
  );
}

type RulePartProps<Part> = { rule: EditedRule; onChange: (part: Part) => void };

/** Empty means any amount. A band for every other currency has no limit: nobody knows what they are worth. */
function Limit({ rule, onChange }: RulePartProps<Partial<EditedRule>>) {
  const t = useTranslations("approvals");
  if (rule.asset === null) return <span className="text-muted text-sm">{t("policy.anyAsset")}</span>;
  const label = t("policy.limitLabel", { act: t(`act.${rule.act}.name`), asset: rule.asset });
  return (
    <div className="flex items-center gap-1.5">
      <Field label={t("policy.asset")} hideLabel>
        <Input
          className="w-16"
          maxLength={16}
          value={rule.asset}
          onChange={(event) => onChange({ asset: event.target.value.toUpperCase() })}
        />
      </Field>
      <Field label={label} hideLabel>
        <Input
          inputMode="decimal"
          autoComplete="off"
          placeholder={t("policy.any")}
          className="w-32 text-right tabular"
          value={rule.upTo}
          onChange={(event) => onChange({ upTo: event.target.value })}
        />
      </Field>
    </div>
  );
}

function Seats({ rule, onChange }: RulePartProps<readonly Seat[]>) {
  const shell = useTranslations("shell");
  const offered = SEATS.filter((seat) => seat !== "ADMIN_OR_LEAD" || MOVES_NO_MONEY.includes(rule.act));
  const isOn = (seat: Seat) => rule.seats.includes(seat);
  return (
    <div className="flex flex-col">
      {offered.map((seat) => (
        <Checkbox
          key={seat}
          label={shell(`role.${seat}`)}
          checked={isOn(seat)}
          onCheckedChange={(checked) => onChange(SEATS.filter((one) => (one === seat ? checked : isOn(one))))}
        />
      ))}
    </div>
  );
}

function Exclusions({ rule, onChange }: RulePartProps<EditedRule["excludes"]>) {
  const t = useTranslations("approvals");
  const isOn = (exclusion: (typeof EXCLUSIONS)[number]) => rule.excludes.includes(exclusion);
  return (
    <div className="flex flex-col">
      {EXCLUSIONS.map((exclusion) => (
        <Checkbox
          key={exclusion}
          label={t(`policy.exclude.${exclusion}`)}
          checked={isOn(exclusion)}
          onCheckedChange={(checked) => onChange(EXCLUSIONS.filter((one) => (one === exclusion ? checked : isOn(one))))}
        />
      ))}
    </div>
  );
}
