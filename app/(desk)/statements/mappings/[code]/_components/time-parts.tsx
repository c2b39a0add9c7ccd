"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { DATE_PATTERNS, JOINTS, TIME_PATTERNS, type TimeRule } from "@/core/statements/mapping/mapping";
import { CodeSelect, ColumnSelect, PatternSelect } from "./controls";
import type { PartProps } from "./editor-form";

const WRITTEN = ["AS_LOCAL", "RFC3339", "UNIX_SECONDS", "UNIX_MILLISECONDS"] as const;
const BETWEEN = Object.keys(JOINTS) as (keyof typeof JOINTS)[];

/** When a line happened: the column, its pattern, and the zone whose clock it is. */
export function TimePart({ mapping, columns, change }: PartProps) {
  const t = useTranslations("mappings");
  const { time } = mapping;
  const set = (rule: TimeRule) => change({ time: rule });
  const written = time.as === "LOCAL" ? "AS_LOCAL" : time.pattern;
  const toRule = (as: (typeof WRITTEN)[number]): TimeRule => {
    const { column } = time;
    if (as !== "AS_LOCAL") return { as: "INSTANT", column, pattern: as };
    return { ...LOCAL, column };
  };
  return (
    <>
      <ColumnSelect
        label={t("field.time")}
        columns={columns}
        value={time.column}
        onChange={(column) => set({ ...time, column: column ?? "" })}
      />
      <CodeSelect label={t("field.timeAs")} codes={WRITTEN} value={written} onChange={(as) => set(toRule(as))} />
      {time.as === "LOCAL" ? <LocalTime time={time} columns={columns} onChange={set} /> : null}
    </>
  );
}

type Local = Extract<TimeRule, { as: "LOCAL" }>;

const LOCAL: Local = {
  as: "LOCAL",
  column: "",
  timeColumn: null,
  date: "YYYY-MM-DD",
  time: "HH:mm:ss",
  joint: "BLANK",
  zone: "Asia/Shanghai",
};

function LocalTime({
  time,
  columns,
  onChange,
}: {
  time: Local;
  columns: readonly string[];
  onChange: (time: Local) => void;
}) {
  const t = useTranslations("mappings");
  return (
    <>
      <div className="grid grid-cols-2 gap-2">
        <PatternSelect
          label={t("field.date")}
          patterns={DATE_PATTERNS}
          value={time.date}
          onChange={(date) => onChange({ ...time, date: date ?? "YYYY-MM-DD" })}
        />
        <PatternSelect
          label={t("field.clock")}
          patterns={TIME_PATTERNS}
          value={time.time}
          none={t("code.DAY_ONLY")}
          onChange={(clock) => onChange({ ...time, time: clock })}
        />
      </div>
      <ColumnSelect
        label={t("field.timeColumn")}
        columns={columns}
        value={time.timeColumn}
        isOptional
        onChange={(timeColumn) => onChange({ ...time, timeColumn })}
      />
      {time.timeColumn === null && time.time !== null ? (
        <CodeSelect
          label={t("field.joint")}
          codes={BETWEEN}
          prefix="JOINT_"
          value={time.joint}
          onChange={(joint) => onChange({ ...time, joint })}
        />
      ) : null}
      <Field label={t("field.zone")} hint={t("hint.zone")}>
        <Input value={time.zone} onChange={(event) => onChange({ ...time, zone: event.target.value.trim() })} />
      </Field>
    </>
  );
}

/** The column that says for which day the whole file is. */
export function DayPart({ mapping, columns, change }: PartProps) {
  const t = useTranslations("mappings");
  const { settlesOn } = mapping;
  const date = settlesOn?.date ?? "YYYY-MM-DD";
  return (
    <>
      <ColumnSelect
        label={t("field.settlesOn")}
        hint={t("hint.settlesOn")}
        columns={columns}
        value={settlesOn?.column ?? null}
        isOptional
        onChange={(column) => change({ settlesOn: column === null ? null : { column, date } })}
      />
      {settlesOn ? (
        <PatternSelect
          label={t("field.date")}
          patterns={DATE_PATTERNS}
          value={settlesOn.date}
          onChange={(next) => change({ settlesOn: { ...settlesOn, date: next ?? "YYYY-MM-DD" } })}
        />
      ) : null}
    </>
  );
}
