"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Day } from "@/components/money/date-time";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { useColleagues } from "@/components/teamwork/use-colleagues";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { AbsenceDto } from "@/contracts/teamwork";

type AbsencesProps = {
  absences: readonly AbsenceDto[];
  today: string;
  /** The reader's login, or null for who has no items. */
  me: string | null;
  mayForOthers: boolean;
  setAbsence: ServerCommand<{ login: string }>;
  cancelAbsence: ServerCommand<{ login: string }>;
};

/** Who is away when. What they have goes back to the queue when it begins; nothing is given to them until it ends. */
export function Absences({ absences, today, me, mayForOthers, setAbsence, cancelAbsence }: AbsencesProps) {
  const t = useTranslations("suspense");
  return (
    <div className="flex flex-col gap-4">
      {absences.length === 0 ? (
        <p className="text-muted text-sm">{t("absence.none")}</p>
      ) : (
        <ul className="divide-y divide-line text-sm">
          {absences.map((absence) => (
            <li key={absence.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
              <span className="min-w-32 font-medium">{absence.name}</span>
              <span>
                <Day on={absence.fromOn} /> – <Day on={absence.untilOn} />
              </span>
              <span className="text-muted text-xs">{t("absence.setBy", { name: absence.setBy })}</span>
              {absence.mayCancel ? <CancelButton absence={absence} cancelAbsence={cancelAbsence} /> : null}
            </li>
          ))}
        </ul>
      )}
      {me === null ? null : <AbsenceForm me={me} today={today} mayForOthers={mayForOthers} setAbsence={setAbsence} />}
    </div>
  );
}

function CancelButton({ absence, cancelAbsence }: { absence: AbsenceDto } & Pick<AbsencesProps, "cancelAbsence">) {
  const t = useTranslations("suspense");
  const router = useRouter();
  const { run, pending, refusal } = useCommand(cancelAbsence);
  const cancel = async () => {
    if ((await run({ absenceId: absence.id })) !== null) router.refresh();
  };
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        pending={pending}
        onClick={() => void cancel()}
        aria-label={t("absence.cancelOf", { name: absence.name })}
        className="ml-auto"
      >
        {t("absence.cancel")}
      </Button>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
    </>
  );
}

type AbsenceFormProps = { me: string } & Pick<AbsencesProps, "today" | "mayForOthers" | "setAbsence">;

function AbsenceForm({ me, today, mayForOthers, setAbsence }: AbsenceFormProps) {
  const t = useTranslations("suspense");
  const router = useRouter();
  const [login, setLogin] = useState(me);
  const [fromOn, setFromOn] = useState(today);
  const [untilOn, setUntilOn] = useState(today);
  const people = useColleagues(mayForOthers)?.people ?? [];
  const { run, pending, refusal } = useCommand(setAbsence);
  const send = async () => {
    if ((await run({ login, fromOn, untilOn })) !== null) router.refresh();
  };
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {mayForOthers ? (
        <Field label={t("absence.who")} className="w-48">
          <Select
            options={people.map((person) => ({ value: person.login, label: person.name }))}
            value={login}
            onValueChange={setLogin}
            className="w-full"
          />
        </Field>
      ) : null}
      <Field label={t("absence.from")} className="w-40">
        <Input type="date" value={fromOn} onChange={(event) => setFromOn(event.target.value)} required />
      </Field>
      <Field label={t("absence.until")} className="w-40">
        <Input type="date" value={untilOn} min={fromOn} onChange={(event) => setUntilOn(event.target.value)} required />
      </Field>
      <Button type="submit" pending={pending}>
        {t(mayForOthers ? "absence.set" : "absence.setOwn")}
      </Button>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
    </form>
  );
}
