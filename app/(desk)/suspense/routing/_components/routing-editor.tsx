"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { DateTime } from "@/components/money/date-time";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import type { NamedDto } from "@/contracts/suspense-views";
import type { ColleaguesDto, RoutingDto, RoutingRuleDto } from "@/contracts/teamwork";
import { EMPTY_RULE, moved, type RuleDraft, toDraft, toRule } from "./rule-draft";
import { RuleRow } from "./rule-row";
import { type Rehearsal, useRehearsal } from "./use-rehearsal";

const MAX_HOURS = 1_000;

type RoutingEditorProps = {
  routing: RoutingDto;
  colleagues: ColleaguesDto;
  channels: readonly NamedDto[];
  save: ServerCommand<{ version: number; moved: number }>;
};

/** The rules in their order: the first that fits decides. Tried on the open items before they are saved. */
export function RoutingEditor({ routing, colleagues, channels, save }: RoutingEditorProps) {
  const t = useTranslations("suspense");
  const [drafts, setDrafts] = useState<readonly RuleDraft[]>(() => routing.rules.map(toDraft));
  const rehearsal = useRehearsal();
  const change = (next: readonly RuleDraft[]) => {
    rehearsal.forget();
    setDrafts(next);
  };
  const rules = drafts.map(toRule).filter((rule) => rule !== null);
  const isComplete = rules.length === drafts.length;
  const sentBy = (index: number) =>
    rehearsal.result && (rehearsal.result.groups.find(({ rule }) => rule === index)?.count ?? 0);
  return (
    <div className="flex flex-col gap-4">
      {drafts.length === 0 ? <p className="text-muted text-sm">{t("routing.none")}</p> : null}
      <ol className="flex flex-col gap-2">
        {drafts.map((draft, index) => (
          <RuleRow
            key={draft.key}
            rule={draft}
            index={index}
            count={drafts.length}
            channels={channels}
            colleagues={colleagues}
            sent={sentBy(index)}
            onChange={(next) => change(drafts.map((old) => (old.key === next.key ? next : old)))}
            onMove={(by) => change(moved(drafts, index, index + by))}
            onRemove={() => change(drafts.filter(({ key }) => key !== draft.key))}
          />
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={() => change([...drafts, { ...EMPTY_RULE, key: crypto.randomUUID() }])}>
          <Plus aria-hidden />
          {t("routing.add")}
        </Button>
        <Button pending={rehearsal.pending} disabled={!isComplete} onClick={() => void rehearsal.run(rules)}>
          {t("routing.rehearse")}
        </Button>
        {isComplete ? null : <span className="text-sm text-warning">{t("routing.unfinished")}</span>}
      </div>
      <RehearsalNote rehearsal={rehearsal} />
      <SaveForm routing={routing} rules={isComplete ? rules : null} save={save} />
    </div>
  );
}

function RehearsalNote({ rehearsal: { result, failed } }: { rehearsal: Rehearsal }) {
  const t = useTranslations("suspense");
  const format = useFormatter();
  if (failed) return <Alert tone="danger" title={t("routing.failed")} />;
  if (!result) return null;
  const unrouted = result.groups.find(({ rule }) => rule === null)?.count ?? 0;
  const all = result.groups.reduce((sum, { count }) => sum + count, 0);
  const counts = { all: format.number(all), moving: format.number(result.moving), unrouted: format.number(unrouted) };
  return <Alert tone="info" title={t("routing.rehearsed", counts)} />;
}

type SaveFormProps = {
  routing: RoutingDto;
  /** Null while a rule is unfinished. */
  rules: readonly RoutingRuleDto[] | null;
  save: RoutingEditorProps["save"];
};

function SaveForm({ routing, rules, save }: SaveFormProps) {
  const t = useTranslations("suspense");
  const router = useRouter();
  const [hours, setHours] = useState(`${routing.idleHours ?? ""}`);
  const [appliesToOpen, setAppliesToOpen] = useState(false);
  const { run, pending, refusal } = useCommand(save);
  const idleHours = hours.trim() === "" ? null : Number.parseInt(hours, 10);
  const isHours = idleHours === null || (idleHours >= 1 && idleHours <= MAX_HOURS);
  const send = async () => {
    const done = await run({ expectedVersion: routing.version, idleHours, rules, appliesToOpen });
    if (done === null) return;
    notify.success(t("routing.saved", { count: done.moved }));
    router.refresh();
  };
  return (
    <div className="flex flex-col gap-3 border-line border-t pt-4">
      <Field
        label={t("routing.idle")}
        hint={t("routing.idleHint")}
        error={isHours ? undefined : t("routing.idleError", { most: MAX_HOURS })}
        className="max-w-xl"
      >
        <Input
          inputMode="numeric"
          autoComplete="off"
          value={hours}
          onChange={(event) => setHours(event.target.value.replaceAll(/\D/g, ""))}
          className="w-24"
        />
      </Field>
      <Checkbox label={t("routing.applies")} checked={appliesToOpen} onCheckedChange={setAppliesToOpen} />
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="primary" pending={pending} disabled={rules === null || !isHours} onClick={() => void send()}>
          {t("routing.save")}
        </Button>
        {routing.savedAt ? (
          <span className="text-muted text-xs">
            {t("routing.savedBy", { name: routing.savedBy ?? "", version: routing.version })}{" "}
            <DateTime at={routing.savedAt} />
          </span>
        ) : null}
      </div>
    </div>
  );
}
