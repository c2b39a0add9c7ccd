"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { signOut } from "@/components/shell/sign-out";
import { Alert } from "@/components/ui/alert";
import { Button, ButtonLink } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { ActionRefusal, ActionResult } from "@/contracts/action-result";

type PasswordFormProps = {
  action: (raw: unknown) => Promise<ActionResult<{ login: string }>>;
  login: string;
  /** The current password opens nothing but this page. */
  isOneTime: boolean;
};

const INTERRUPTED: ActionResult<never> = {
  ok: false,
  refusal: { code: "request_interrupted", message: "The server did not answer." },
};

export function PasswordForm({ action, login, isOneTime }: PasswordFormProps) {
  const t = useTranslations("change-password");
  const [commandId, setCommandId] = useState(() => crypto.randomUUID());
  const [refusal, setRefusal] = useState<ActionRefusal | null>(null);
  const [differs, setDiffers] = useState(false);
  const [pending, setPending] = useState(false);
  const [done, setDone] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const form = new FormData(event.currentTarget);
    const [currentPassword, newPassword] = [String(form.get("current")), String(form.get("next"))];
    const isSame = newPassword === String(form.get("again"));
    setDiffers(!isSame);
    if (!isSame) return;
    setPending(true);
    const result = await action({ commandId, currentPassword, newPassword }).catch(() => INTERRUPTED);
    setPending(false);
    setDone(result.ok);
    setRefusal(result.ok ? null : result.refusal);
    setCommandId(crypto.randomUUID());
  };
  if (done) {
    return (
      <>
        <Alert tone="success" urgent title={t("done")}>
          {t("doneText")}
        </Alert>
        <Button variant="primary" size="lg" onClick={() => void signOut()}>
          {t("signIn")}
        </Button>
      </>
    );
  }
  return (
    <form onSubmit={submit} method="post" className="flex flex-col gap-4">
      <Alert tone={isOneTime ? "warning" : "neutral"} title={t(isOneTime ? "must" : "may")} />
      {/* For password managers, which want to know whose password it is. */}
      <input type="text" name="login" autoComplete="username" value={login} readOnly hidden />
      <Field label={t("current")} required>
        <Input name="current" type="password" autoComplete="current-password" />
      </Field>
      <Field label={t("next")} hint={t("nextHint")} required>
        <Input name="next" type="password" autoComplete="new-password" />
      </Field>
      <Field label={t("again")} error={differs ? t("differ") : undefined} required>
        <Input name="again" type="password" autoComplete="new-password" />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <Button type="submit" variant="primary" size="lg" pending={pending}>
        {t("submit")}
      </Button>
      {isOneTime ? (
        <Button variant="ghost" onClick={() => void signOut()}>
          {t("signOut")}
        </Button>
      ) : (
        <ButtonLink href="/" variant="ghost">
          {t("back")}
        </ButtonLink>
      )}
    </form>
  );
}
