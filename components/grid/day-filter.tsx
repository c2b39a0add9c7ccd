"use client";

import { useEffect, useId, useState } from "react";
import { Input } from "@/components/ui/input";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

type DayFilterProps = { label: string; value: string | null; onCommit: (day: string | null) => void };

/** A calendar day in the address. While somebody types a year, the browser's field is empty or absurd: that waits. */
export function DayFilter({ label, value, onCommit }: DayFilterProps) {
  const id = useId();
  const [text, setText] = useState(value ?? "");
  useEffect(() => setText(value ?? ""), [value]);
  const change = (next: string) => {
    setText(next);
    if (next === "") onCommit(null);
    else if (DAY.test(next) && next >= "2010-01-01") onCommit(next);
  };
  return (
    <div className="flex items-center gap-1.5">
      <label htmlFor={id} className="text-muted text-sm">
        {label}
      </label>
      <Input
        id={id}
        type="date"
        max="2100-01-01"
        value={text}
        onChange={(event) => change(event.target.value)}
        className="w-33"
      />
    </div>
  );
}
