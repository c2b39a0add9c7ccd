"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PolicyRules } from "@/components/approval/policy-rules";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import type { PolicyVersionDto } from "@/contracts/approval-policy";
import { type EditedRule, toEdited, toTyped } from "./edited-rule";
import { RuleEditor } from "./rule-editor";

const MAX_LENGTH = 4_000;
type PolicyEditorProps = { current: PolicyVersionDto; propose: ServerCommand<{ approvalNo: string }> };

/** The rules in force, and, once asked for, the same as a form. What is proposed waits for somebody else. */
export function PolicyEditor({ current, propose }: PolicyEditorProps) {
  const t = useTranslations("approvals");
  const [isEditing, setEditing] = useState(false);
  if (isEditing) return <PolicyForm current={current} propose={propose} onClose={() => setEditing(false)} />;
  return (
    <Section
      title={t("policy.rules")}
      description={`${t("policy.sum")} ${t(current.breakGlass ? "policy.breakGlass.on" : "policy.breakGlass.off")}`}
      actions={
        <Button size="sm" onClick={() => setEditing(true)}>
          {t("policy.edit")}
        </Button>
      }
      flush
    >
      <PolicyRules rules={current.rules} caption={t("policy.rules")} />
    </Section>
  );
}

function PolicyForm({ current, propose, onClose }: PolicyEditorProps & { onClose: () => void }) {
  const t = useTranslations("approvals");
  const common = useTranslations("common");
  const router = useRouter();
  const [rules, setRules] = useState<readonly EditedRule[]>(() => toEdited(current.rules));
  const [breakGlass, setBreakGlass] = useState(current.breakGlass);
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const { run, pending, refusal } = useCommand(propose);
  const isMissing = reason.trim() === "";
  const send = async () => {
    setAsked(true);
    if (isMissing || pending) return;
    const done = await run({ baseVersion: current.version, rules: toTyped(rules), breakGlass, reason });
    if (done === null) return;
    notify.success(t("policy.proposed", { approvalNo: done.approvalNo }));
    router.push(`/approvals/${done.approvalNo}`);
  };
  return (
    <Section title={t("policy.edit")} description={t("policy.editText")}>
      <Form send={send}>
        <RuleEditor rules={rules} onChange={setRules} />
        <Checkbox label={t("policy.breakGlass.label")} checked={breakGlass} onCheckedChange={setBreakGlass} />
        <Field label={t("policy.reason")} error={asked && isMissing ? t("policy.reasonMissing") : undefined} required>
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
            {t("policy.submit")}
          </Button>
        </div>
      </Form>
    </Section>
  );
}
