"use client";

import { FileInput } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useCalendarName } from "@/components/calendar/calendar-name";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { FileDrop } from "@/components/ui/file-drop";
import { Form } from "@/components/ui/form";
import { Input, Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import type { CalendarPageDto } from "@/contracts/calendar";
import { YearDifference } from "./year-difference";

type ImportDialogProps = { page: CalendarPageDto; propose: ServerCommand<{ approvalNo: string }> };

/** A year's days out of a file: what would change is shown first, and somebody else signs it. */
export function ImportDialog(props: ImportDialogProps) {
  const t = useTranslations("calendar");
  const nameOf = useCalendarName();
  const [open, setOpen] = useState(false);
  const { calendar, choices } = props.page;
  const name = nameOf(calendar, choices.find(({ code }) => code === calendar)?.name);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      size="md"
      trigger={
        <Button variant="primary">
          <FileInput aria-hidden />
          {t("import.open")}
        </Button>
      }
      title={t("import.title", { name })}
      description={t("import.text")}
    >
      {open ? <ImportForm {...props} /> : null}
    </Dialog>
  );
}

function ImportForm({ page, propose }: ImportDialogProps) {
  const t = useTranslations("calendar");
  const router = useRouter();
  const [year, setYear] = useState(`${nextYearOf(page)}`);
  const [file, setFile] = useState<{ name: string; text: string } | null>(null);
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const { run, pending, refusal } = useCommand(propose);
  const isYear = /^20\d\d$/.test(year);
  const isMissing = reason.trim() === "";
  const baseVersion = page.choices.find(({ code }) => code === page.calendar)?.version ?? 0;
  const send = async () => {
    setAsked(true);
    if (!file || isMissing || !isYear || pending) return;
    const done = await run({ calendar: page.calendar, year: Number(year), text: file.text, baseVersion, reason });
    if (done === null) return;
    notify.success(t("import.proposed", { approvalNo: done.approvalNo }));
    router.push(`/approvals/${done.approvalNo}`);
  };
  const take = async ([taken]: File[]) => {
    if (taken) setFile({ name: taken.name, text: await taken.text() });
  };
  return (
    <Form send={send}>
      <Field label={t("year")} error={asked && !isYear ? t("import.yearWrong") : undefined} required>
        <Input
          inputMode="numeric"
          value={year}
          maxLength={4}
          onChange={(event) => setYear(event.target.value.trim())}
        />
      </Field>
      <Field label={t("import.file")} error={asked && !file ? t("import.fileMissing") : undefined} required>
        <FileDrop
          label={file ? file.name : t("import.drop")}
          hint={t("import.hint")}
          accept=".csv,.json,.txt"
          multiple={false}
          onFiles={(files) => void take(files)}
        />
      </Field>
      {file && isYear ? <YearDifference page={page} year={Number(year)} text={file.text} /> : null}
      <Field label={t("import.reason")} error={asked && isMissing ? t("import.reasonMissing") : undefined} required>
        <Textarea value={reason} maxLength={4_000} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <DialogSubmit pending={pending}>{t("import.submit")}</DialogSubmit>
    </Form>
  );
}

/** China's next year; of the others the first that China has and they do not. */
function nextYearOf({ calendar, years, own }: CalendarPageDto): number {
  const last = years.at(-1) ?? 0;
  if (calendar === "CN") return last + 1;
  return years.find((year) => own.every((one) => one.year !== year)) ?? last;
}
