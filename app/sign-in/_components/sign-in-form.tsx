"use client";

import { Eye, EyeOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { getProviders, signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { type FormEvent, type RefObject, useRef, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { type DemoAccount, DemoAccounts } from "./demo-accounts";

type Failure = "refused" | "unreachable";

type SignInFormProps = {
  /** A path of this site, checked by the page. */
  callbackPath: string;
  demoAccounts: readonly DemoAccount[];
};

/** Login and password. The answer does not say which of the two was wrong, and paste and password managers work. */
export function SignInForm({ callbackPath, demoAccounts }: SignInFormProps) {
  const t = useTranslations("sign-in");
  const router = useRouter();
  const login = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const submitButton = useRef<HTMLButtonElement>(null);
  const [shown, setShown] = useState(false);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const form = new FormData(event.currentTarget);
    setPending(true);
    setFailure(null);
    const outcome = await trySignIn(String(form.get("login")).trim(), String(form.get("password")));
    if (outcome === null) {
      router.replace(callbackPath);
      router.refresh();
      return;
    }
    setPending(false);
    setFailure(outcome);
    password.current?.select();
  };

  const fillIn = (account: DemoAccount) => {
    if (login.current) login.current.value = account.login;
    if (password.current) password.current.value = account.password;
    submitButton.current?.focus();
  };

  return (
    <>
      <form onSubmit={submit} method="post" className="mt-7 flex flex-col gap-4">
        {failure ? <Alert tone="danger" urgent title={t(`failure.${failure}`)} /> : null}
        <Field label={t("login")}>
          <Input
            ref={login}
            name="login"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            autoFocus
          />
        </Field>
        <Field label={t("password")}>
          <PasswordInput inputRef={password} shown={shown} onToggle={() => setShown(!shown)} />
        </Field>
        <Button ref={submitButton} type="submit" variant="primary" size="lg" pending={pending}>
          {t("submit")}
        </Button>
      </form>
      <DemoAccounts accounts={demoAccounts} onUse={fillIn} />
    </>
  );
}

type PasswordInputProps = { inputRef: RefObject<HTMLInputElement | null>; shown: boolean; onToggle: () => void };

function PasswordInput({ inputRef, shown, onToggle }: PasswordInputProps) {
  const t = useTranslations("sign-in");
  return (
    <div className="relative">
      <Input
        ref={inputRef}
        name="password"
        type={shown ? "text" : "password"}
        autoComplete="current-password"
        required
        className="pr-10"
      />
      <IconButton
        label={t(shown ? "hidePassword" : "showPassword")}
        icon={shown ? EyeOff : Eye}
        aria-pressed={shown}
        onClick={onToggle}
        className="absolute inset-y-0 right-0 my-auto mr-0.5 size-7"
      />
    </div>
  );
}

async function trySignIn(login: string, password: string): Promise<Failure | null> {
  try {
    // Asked first, because signIn leaves the page when it cannot reach the desk.
    if (!(await getProviders())) return "unreachable";
    const answer = await signIn("credentials", { redirect: false, login, password });
    return answer?.ok && !answer.error ? null : "refused";
  } catch {
    return "unreachable";
  }
}
