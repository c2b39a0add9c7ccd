"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { SuspenseItemDto } from "@/contracts/suspense-views";

/** A pause in typing, after which the number is looked up. */
const PAUSE_MS = 300;
const MAX_OFFERED = 4;

type ChoiceFieldProps = { item: SuspenseItemDto; value: string; onChange: (value: string) => void };

/** The order that a payment is booked to: any number, with the candidates one press away. */
export function OrderField({ item, value, onChange }: ChoiceFieldProps) {
  const t = useTranslations("suspense");
  return (
    <NumberField
      label={t("propose.order")}
      hint={t("propose.orderHint")}
      value={value}
      onChange={onChange}
      offered={item.orders.map((one) => ({ no: one.orderNo, note: one.merchant.name }))}
    />
  );
}

/** The item that another one is offset against. */
export function CounterpartField({ item, value, onChange }: ChoiceFieldProps) {
  const t = useTranslations("suspense");
  return (
    <NumberField
      label={t("propose.counterpart")}
      hint={t("propose.counterpartHint")}
      value={value}
      onChange={onChange}
      offered={item.offsets.map((one) => ({ no: one.itemNo, note: one.openedOn }))}
    />
  );
}

/** The other side of a match by hand: an open item, or an order of ours that only waits. */
export function PairField({ item, value, onChange }: ChoiceFieldProps) {
  const t = useTranslations("suspense");
  return (
    <NumberField
      label={t("propose.pair")}
      hint={t("propose.pairHint")}
      value={value}
      onChange={onChange}
      offered={item.pairs.map((one) => ({ no: one.itemNo, note: one.matchKey }))}
    />
  );
}

type NumberFieldProps = {
  label: ReactNode;
  hint: ReactNode;
  value: string;
  onChange: (value: string) => void;
  offered: readonly { no: string; note: string }[];
};

function NumberField({ label, hint, value, onChange, offered }: NumberFieldProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    const timer = setTimeout(() => (text === value ? undefined : onChange(text)), PAUSE_MS);
    return () => clearTimeout(timer);
  });
  return (
    <div className="flex flex-col gap-1.5">
      <Field label={label} hint={hint} required>
        <Input value={text} spellCheck={false} autoComplete="off" onChange={(event) => setText(event.target.value)} />
      </Field>
      {offered.length > 0 ? (
        <div className="flex flex-wrap gap-1.5">
          {offered.slice(0, MAX_OFFERED).map(({ no, note }) => (
            <Button key={no} size="sm" aria-pressed={no === value} onClick={() => onChange(no)}>
              <span className="tabular">{no}</span>
              <span className="text-muted">{note}</span>
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
