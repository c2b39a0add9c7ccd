"use client";

import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, useRef } from "react";
import { cn } from "./cn";
import { Input } from "./input";

type SearchFieldProps = Omit<ComponentProps<"input">, "type" | "onChange" | "value"> & {
  value: string;
  onValueChange: (value: string) => void;
  "aria-label": string;
};

/** A controlled search box with a way to empty it. Escape empties it too. */
export function SearchField({ value, onValueChange, className, ...rest }: SearchFieldProps) {
  const t = useTranslations("common");
  const input = useRef<HTMLInputElement>(null);
  const clear = () => {
    onValueChange("");
    input.current?.focus();
  };
  return (
    <div className={cn("relative", className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint"
      />
      <Input
        {...rest}
        ref={input}
        type="search"
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={(event) => (event.key === "Escape" && value !== "" ? clear() : undefined)}
        className="px-8 [&::-webkit-search-cancel-button]:hidden"
      />
      {value === "" ? null : (
        <button
          type="button"
          aria-label={t("clear")}
          onClick={clear}
          className="absolute top-1/2 right-1 inline-flex size-6 -translate-y-1/2 items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </div>
  );
}
