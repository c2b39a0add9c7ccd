"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";

type GridFilterState<Name extends string> = {
  readonly values: Readonly<Record<Name, string | null>>;
  readonly set: (name: Name, value: string | null) => void;
  readonly clear: () => void;
  readonly isFiltered: boolean;
};

/** Filters of a list in the address, by these names. Each change is a step that "back" undoes. */
export function useGridFilters<Name extends string>(names: readonly Name[]): GridFilterState<Name> {
  const [parsers] = useState<Record<string, typeof parseAsString>>(() =>
    Object.fromEntries(names.map((name) => [name, parseAsString])),
  );
  const [values, setValues] = useQueryStates(parsers, { history: "push" });
  return {
    values: values as Record<Name, string | null>,
    set: (name, value) => void setValues({ [name]: value }),
    clear: () => void setValues(null),
    isFiltered: names.some((name) => values[name] !== null),
  };
}
