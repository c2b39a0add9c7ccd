import { type ReactNode, useId } from "react";
import { cn } from "./cn";

export type RadioCard<Value extends string> = { value: Value; label: ReactNode; hint?: ReactNode };

type RadioCardsProps<Value extends string> = {
  legend: ReactNode;
  options: readonly RadioCard<Value>[];
  value: Value | null;
  onValueChange: (value: Value) => void;
  className?: string | undefined;
};

/** One of a few choices that need a sentence each. The browser's own radio buttons: arrow keys move and choose. */
export function RadioCards<Value extends string>(props: RadioCardsProps<Value>) {
  const { legend, options, value, onValueChange, className } = props;
  const name = useId();
  return (
    <fieldset className={cn("flex min-w-0 flex-col gap-1.5", className)}>
      <legend className="mb-1 font-medium text-sm">{legend}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={cn(
            "flex cursor-pointer gap-2.5 rounded-md border px-3 py-2 text-sm transition-colors has-focus-visible:outline-2 has-focus-visible:outline-focus",
            option.value === value ? "border-accent bg-accent-soft" : "border-line hover:bg-hover",
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onValueChange(option.value)}
            className="mt-0.5 size-4 shrink-0 accent-accent-solid outline-hidden"
          />
          <span className="min-w-0">
            <span className="block font-medium leading-5">{option.label}</span>
            {option.hint ? <span className="block text-muted text-xs">{option.hint}</span> : null}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
