"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { ServiceLevels } from "@/components/suspense/service-levels";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import type { ServiceLevelsPageDto } from "@/contracts/service-levels";
import type { NamedDto } from "@/contracts/suspense-views";
import { EMPTY_LEVEL, type LevelDraft, toLevelDraft, toTypedLevel } from "./level-draft";
import { LevelRows } from "./level-rows";
import { type LevelsRehearsal, useLevelsRehearsal } from "./use-levels-rehearsal";

const MAX_LENGTH = 4_000;

type LevelsEditorProps = {
  page: ServiceLevelsPageDto;
  channels: readonly NamedDto[];
  propose: ServerCommand<{ approvalNo: string }>;
};

/** The levels in force, and, once asked for, the same as a form. What is proposed waits for somebody else. */
export function LevelsEditor(props: LevelsEditorProps) {
  const t = useTranslations("suspense");
  const [isEditing, setEditing] = useState(false);
  if (isEditing) return <LevelsForm {...props} onClose={() => setEditing(false)} />;
  const edit = (
    <Button size="sm" onClick={() => setEditing(true)}>
      {t("level.edit")}
    </Button>
  );
  return <ServiceLevels levels={props.page.levels} actions={edit} />;
}

function LevelsForm({ page, channels, propose, onClose }: LevelsEditorProps & { onClose: () => void }) {
  const t = useTranslations("suspense");
  const common = useTranslations("common");
  const router = useRouter();
  const [drafts, setDrafts] = useState<readonly LevelDraft[]>(() => page.levels.map(toLevelDraft));
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const rehearsal = useLevelsRehearsal();
  const { run, pending, refusal } = useCommand(propose);
  const levels = drafts.map(toTypedLevel).filter((level) => level !== null);
  const isComplete = levels.length === drafts.length;
  const isMissing = reason.trim() === "";
  const change = (next: readonly LevelDraft[]) => {
    rehearsal.forget();
    setDrafts(next);
  };
  const send = async () => {
    setAsked(true);
    if (isMissing || pending || !isComplete) return;
    const done = await run({ baseVersion: page.version, levels, reason });
    if (done === null) return;
    notify.success(t("level.proposed", { approvalNo: done.approvalNo }));
    router.push(`/approvals/${done.approvalNo}`);
  };
  return (
    <Section title={t("level.edit")} description={t("level.editText")}>
      <Form send={send}>
        <LevelRows drafts={drafts} channels={channels} onChange={change} />
        <div className="flex flex-wrap items-center gap-2">
          <Button onClick={() => change([...drafts, { ...EMPTY_LEVEL, key: crypto.randomUUID() }])}>
            <Plus aria-hidden />
            {t("level.add")}
          </Button>
          <Button pending={rehearsal.pending} disabled={!isComplete} onClick={() => void rehearsal.run(levels)}>
            {t("level.rehearse")}
          </Button>
          {isComplete ? null : <span className="text-sm text-warning">{t("level.daysWrong")}</span>}
        </div>
        <RehearsalNote rehearsal={rehearsal} />
        <Field label={t("level.reason")} error={asked && isMissing ? t("level.reasonMissing") : undefined} required>
          <Textarea
            rows={2}
            value={reason}
            maxLength={MAX_LENGTH}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        {refusal ? <RefusalAlert refusal={refusal} /> : null}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" variant="primary" pending={pending}>
            {t("level.submit")}
          </Button>
        </div>
      </Form>
    </Section>
  );
}

function RehearsalNote({ rehearsal: { result, failed } }: { rehearsal: LevelsRehearsal }) {
  const t = useTranslations("suspense");
  if (failed) return <Alert tone="danger" title={t("level.rehearsalFailed")} />;
  return result ? <Alert tone="info" title={t("level.rehearsed", result)} /> : null;
}
