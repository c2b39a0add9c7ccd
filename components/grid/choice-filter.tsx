"use client";

import { Select, type SelectOption } from "@/components/ui/select";

const ANY = "any";

type ChoiceFilterProps<Value extends string> = {
  label: string;
  /** What the choice of no filter is called. */
  any: string;
  options: readonly SelectOption<Value>[];
  value: Value | null;
  onCommit: (value: Value | null) => void;
  className?: string | undefined;
};

/** One of a few values in the address, or none of them. */
export function ChoiceFilter<Value extends string>(props: ChoiceFilterProps<Value>) {
  const { label, any, options, value, onCommit, className } = props;
  const choices: readonly SelectOption<Value | typeof ANY>[] = [{ value: ANY, label: any }, ...options];
  return (
    <Select
      aria-label={label}
      options={choices}
      value={value ?? ANY}
      onValueChange={(next) => onCommit(next === ANY ? null : next)}
      className={className}
    />
  );
}
