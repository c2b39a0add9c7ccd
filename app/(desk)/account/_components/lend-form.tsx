"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { notify } from "@/components/ui/toast";
import type { AccountDto } from "@/contracts/account-views";

const MAX_LENGTH = 4_000;
type LendFormProps = Pick<AccountDto, "colleagues"> & {
  today: string;
  lend: ServerCommand<{ delegateLogin: string }>;
};

/** Lends one's signature to a colleague for some days. */
export function LendForm({ colleagues, today, lend }: LendFormProps) {
  const t = useTranslations("account");
  const router = useRouter();
  const [delegateLogin, setDelegate] = useState<string | null>(null);
  const [startsOn, setStartsOn] = useState(today);
  const [endsOn, setEndsOn] = useState(today);
  const [reason, setReason] = useState("");
  const { run, pending, refusal } = useCommand(lend);
  const isComplete = delegateLogin !== null && reason.trim() !== "" && startsOn !== "" && endsOn !== "";
  const send = async () => {
    if (!isComplete || (await run({ delegateLogin, startsOn, endsOn, reason })) === null) return;
    notify.success(t("lend.done"));
    setDelegate(null);
    setReason("");
    router.refresh();
  };
  return (
    <Form send={send} className="flex flex-col gap-3 border-line border-t pt-4">
      <div className="grid gap-3 sm:grid-cols-3">
        <Field label={t("lend.colleague")} required>
          <Select
            options={colleagues.map(({ login, name }) => ({ value: login, label: `${name} · ${login}` }))}
            value={delegateLogin}
            placeholder={t("lend.choose")}
            onValueChange={setDelegate}
          />
        </Field>
        <Field label={t("lend.startsOn")} required>
          <Input type="date" value={startsOn} min={today} onChange={(event) => setStartsOn(event.target.value)} />
        </Field>
        <Field label={t("lend.endsOn")} required>
          <Input type="date" value={endsOn} min={startsOn} onChange={(event) => setEndsOn(event.target.value)} />
        </Field>
      </div>
      <Field label={t("lend.reason")} required>
        <Input value={reason} maxLength={MAX_LENGTH} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <Button type="submit" pending={pending} disabled={!isComplete} className="self-start">
        {t("lend.submit")}
      </Button>
    </Form>
  );
}
