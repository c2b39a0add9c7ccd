"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { useEventName } from "@/components/voucher/use-event-name";
import { useWords } from "@/components/voucher/use-words";
import { FREE_EVENT, MANUAL_EVENTS, type ManualEvent } from "@/core/adjustments/manual-events";
import { RULE_SOURCES } from "@/core/ledger/rule-sources";

const MEANINGS = new Map<string, { readonly en: string; readonly zh: string }>(
  RULE_SOURCES.map(({ event, meaning }) => [event, meaning]),
);

/** Lines of one's own, or an event of the catalogue that people may post; each says what it stands for. */
export function TemplateChoice({ event, onChange }: { event: ManualEvent; onChange: (event: ManualEvent) => void }) {
  const t = useTranslations("adjustments");
  const eventName = useEventName();
  const words = useWords();
  const meaning = MEANINGS.get(event);
  return (
    <Field label={t("template.label")} hint={meaning ? words(meaning) : undefined} required>
      <Select
        options={MANUAL_EVENTS.map((value) => ({
          value,
          label: value === FREE_EVENT ? t("template.free") : eventName(value),
        }))}
        value={event}
        onValueChange={onChange}
        className="sm:w-96"
      />
    </Field>
  );
}
