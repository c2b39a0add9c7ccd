"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Input, Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import type { AdoptionRuleDto } from "@/contracts/adoption";
import { statusKeyOf } from "./status-key";

const MAX_LENGTH = 4_000;
/** The statuses that a page can ask for, in the company's main currency; others stay as they are. */
const ASKED = [
  { itemKind: "PAYMENT", ourStatus: "CREATED", asset: "CNY" },
  { itemKind: "PAYMENT", ourStatus: "UNKNOWN", asset: "CNY" },
  { itemKind: "REFUND", ourStatus: "ACCEPTED", asset: "CNY" },
  { itemKind: "REFUND", ourStatus: "UNKNOWN", asset: "CNY" },
] as const;
type Asked = (typeof ASKED)[number];

type PolicyFormProps = {
  current: readonly AdoptionRuleDto[];
  propose: ServerCommand<{ approvalNo: string }>;
};

/** Up to which amount each status is booked by the channel's word; empty: never without a person. */
export function PolicyForm({ current, propose }: PolicyFormProps) {
  const t = useTranslations("reconciliation");
  const enums = useTranslations("enums");
  const router = useRouter();
  const [limits, setLimits] = useState<Record<string, string>>(() => limitsOf(current));
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const { run, pending, refusal } = useCommand(propose);
  const send = async () => {
    setAsked(true);
    if (reason.trim() === "" || pending) return;
    const done = await run({ rules: toRules(limits, current), reason });
    if (done === null) return;
    notify.success(t("adoption.proposed", { approvalNo: done.approvalNo }));
    router.refresh();
  };
  return (
    <Form send={send}>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {ASKED.map((one) => (
          <Field
            key={keyOf(one)}
            label={`${enums(`itemKind.${one.itemKind}`)} · ${enums(statusKeyOf(one))}`}
            hint={t("adoption.limitHint", { asset: one.asset })}
          >
            <Input
              inputMode="decimal"
              autoComplete="off"
              className="text-right tabular"
              value={limits[keyOf(one)] ?? ""}
              onChange={(event) => setLimits({ ...limits, [keyOf(one)]: event.target.value })}
            />
          </Field>
        ))}
      </div>
      <Field
        label={t("adoption.field.reason")}
        error={asked && reason.trim() === "" ? t("adoption.reasonMissing") : undefined}
        required
      >
        <Textarea rows={2} value={reason} maxLength={MAX_LENGTH} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <div>
        <Button type="submit" variant="primary" pending={pending}>
          {t("adoption.submit")}
        </Button>
      </div>
    </Form>
  );
}

function keyOf({ itemKind, ourStatus, asset }: Pick<AdoptionRuleDto, "itemKind" | "ourStatus" | "asset">): string {
  return `${itemKind} ${ourStatus} ${asset}`;
}

function toTyped({ itemKind, ourStatus, asset, upTo }: AdoptionRuleDto) {
  return { itemKind, ourStatus, asset, upTo };
}

function limitsOf(rules: readonly AdoptionRuleDto[]): Record<string, string> {
  return Object.fromEntries(rules.map((rule) => [keyOf(rule), rule.upTo]));
}

/** What was typed, as it was typed: the server reads it. Rules that the form does not show stay. */
function toRules(limits: Readonly<Record<string, string>>, current: readonly AdoptionRuleDto[]) {
  const typed = ASKED.flatMap((one: Asked) => {
    const upTo = (limits[keyOf(one)] ?? "").trim();
    return upTo === "" ? [] : [{ ...one, upTo }];
  });
  const shown = new Set<string>(ASKED.map(keyOf));
  const others = current.filter((rule) => !shown.has(keyOf(rule)));
  return [...typed, ...others.map(toTyped)];
}
