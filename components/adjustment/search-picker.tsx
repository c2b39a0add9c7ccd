"use client";

import { Combobox } from "@base-ui/react/combobox";
import { useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, type Ref, useDeferredValue, useEffect, useState } from "react";
import { cn } from "@/components/ui/cn";
import { useFieldWiring } from "@/components/ui/field";
import { CONTROL_CLASS } from "@/components/ui/input";
import { POPUP_CLASS } from "@/components/ui/popup";

type SearchPickerProps<Item> = {
  value: Item | null;
  onChange: (item: Item | null) => void;
  /** A GET that answers `{ rows }`; what was typed goes along as `q`. */
  url: string;
  keyOf: (item: Item) => string;
  /** The look of an offered item; what keeps it from being chosen is said there too. */
  render: (item: Item) => ReactNode;
  isDisabled?: ((item: Item) => boolean) | undefined;
  placeholder?: string;
  "aria-label"?: string;
  inputRef?: Ref<HTMLInputElement> | undefined;
};

/** One of many, found by typing: whatever is typed is asked of the server, and a number that is typed in full is taken. */
export function SearchPicker<Item>(props: SearchPickerProps<Item>) {
  const { value, onChange, url, keyOf, render, isDisabled, placeholder, inputRef } = props;
  const t = useTranslations("adjustments");
  const { required: _, ...wiring } = useFieldWiring();
  const [typed, setTyped] = useState(value === null ? "" : keyOf(value));
  // Left, or confirmed by Enter: a number that was typed in full is as good as chosen.
  const [isTyped, setIsTyped] = useState(false);
  const { data: found = [], isFetching, isError } = useChoices<Item>(url, typed);
  const isShown = value === null || found.some((item) => keyOf(item) === keyOf(value));
  const choose = (item: Item | null) => {
    onChange(item);
    setTyped(item === null ? "" : keyOf(item));
  };
  const take = (text: string, { reason, event }: Combobox.Root.ChangeEventDetails) => {
    // What was typed stays when the list closes without a choice: it may be a whole number whose rows are still coming.
    if (reason === "input-clear" && event.type !== "input" && event.type !== "change") return;
    setTyped(text);
    setIsTyped(false);
    if (value !== null && keyOf(value) !== text) onChange(null);
  };
  const exact = found.find((item) => keyOf(item).toLowerCase() === typed.trim().toLowerCase());
  useEffect(() => {
    if (isTyped && value === null && exact !== undefined && !isDisabled?.(exact)) choose(exact);
  });
  return (
    <Combobox.Root
      items={isShown ? found : [...found, value]}
      value={value}
      onValueChange={choose}
      inputValue={typed}
      onInputValueChange={take}
      itemToStringLabel={keyOf}
      isItemEqualToValue={(item, other) => keyOf(item) === keyOf(other)}
      filter={null}
      autoHighlight
    >
      <Combobox.Input
        {...wiring}
        ref={inputRef}
        aria-label={props["aria-label"]}
        placeholder={placeholder}
        spellCheck={false}
        onBlur={() => setIsTyped(true)}
        onKeyDown={(event) => (event.key === "Enter" && !event.nativeEvent.isComposing ? setIsTyped(true) : undefined)}
        className={cn(CONTROL_CLASS, "h-control")}
      />
      <Offered isBusy={isFetching} keyOf={keyOf} render={render} isDisabled={isDisabled}>
        {isError || (found.length === 0 && !isFetching) ? (
          <p className="px-2 py-1.5 text-muted text-sm">{t(isError ? "picker.failed" : "picker.none")}</p>
        ) : null}
      </Offered>
    </Combobox.Root>
  );
}

/** What begins with what was typed, asked of the server once the typing allows it. */
function useChoices<Item>(url: string, typed: string) {
  const asked = useDeferredValue(typed.trim());
  return useQuery({
    queryKey: ["choices", url, asked],
    staleTime: 30_000,
    queryFn: async ({ signal }): Promise<Item[]> => {
      const response = await fetch(`${url}${url.includes("?") ? "&" : "?"}q=${encodeURIComponent(asked)}`, { signal });
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      // The route's own types made this; both ends are the same build.
      return ((await response.json()) as { rows: Item[] }).rows;
    },
  });
}

type OfferedProps<Item> = Pick<SearchPickerProps<Item>, "keyOf" | "render" | "isDisabled"> & {
  isBusy: boolean;
  /** Instead of anything to choose: why there is nothing. */
  children: ReactNode;
};

function Offered<Item>({ isBusy, keyOf, render, isDisabled, children }: OfferedProps<Item>) {
  return (
    <Combobox.Portal>
      <Combobox.Positioner sideOffset={4} align="start" className="z-50 outline-hidden">
        <Combobox.Popup
          aria-busy={isBusy || undefined}
          className={cn(POPUP_CLASS, "w-[max(var(--anchor-width),24rem)] max-w-(--available-width)")}
        >
          <Combobox.Status className="empty:hidden">{children}</Combobox.Status>
          <Combobox.List className="max-h-[min(var(--available-height),20rem)] overflow-y-auto">
            {(item: Item) => (
              <Combobox.Item
                key={keyOf(item)}
                value={item}
                disabled={isDisabled?.(item) ?? false}
                className="grid cursor-default select-none grid-cols-[1rem_minmax(0,1fr)] items-start gap-2 rounded-sm px-2 py-1.5 text-sm outline-hidden data-highlighted:bg-hover"
              >
                <Combobox.ItemIndicator className="col-start-1 pt-0.5 text-accent">
                  <Check aria-hidden className="size-4" />
                </Combobox.ItemIndicator>
                <span className="col-start-2 min-w-0">{render(item)}</span>
              </Combobox.Item>
            )}
          </Combobox.List>
        </Combobox.Popup>
      </Combobox.Positioner>
    </Combobox.Portal>
  );
}
