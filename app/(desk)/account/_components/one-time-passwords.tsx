"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { OneTimeCodeField } from "@/components/approval/one-time-code-field";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Form } from "@/components/ui/form";
import { notify } from "@/components/ui/toast";
import type { TotpDto } from "@/contracts/account-views";
import { TotpPicture } from "./totp-picture";

type OneTimePasswordsProps = { totp: TotpDto; begin: ServerCommand<unknown>; confirm: ServerCommand<unknown> };

/** Sets a device up that shows one-time passwords, or replaces it with a password of the old one. */
export function OneTimePasswords({ totp, begin, confirm }: OneTimePasswordsProps) {
  const t = useTranslations("account");
  return (
    <Section title={t("totp.title")} description={t("totp.text")}>
      <div className="flex flex-col gap-4">
        <p className="font-medium text-sm">{t(`totp.state.${totp.state}`)}</p>
        {totp.state === "BEGUN" ? <Confirm secret={totp.secret} uri={totp.uri} confirm={confirm} /> : null}
        <Begin needsCode={totp.state === "CONFIRMED"} isFirst={totp.state === "NONE"} begin={begin} />
      </div>
    </Section>
  );
}

function Confirm({ secret, uri, confirm }: { secret: string; uri: string; confirm: ServerCommand<unknown> }) {
  const t = useTranslations("account");
  const router = useRouter();
  const [code, setCode] = useState("");
  const [asked, setAsked] = useState(false);
  const { run, pending, refusal } = useCommand(confirm);
  const isMissing = !/^\d{6}$/.test(code.trim());
  const send = async () => {
    setAsked(true);
    if (isMissing || (await run({ code: code.trim() })) === null) return;
    notify.success(t("totp.confirmed"));
    router.refresh();
  };
  return (
    <Form send={send} className="flex flex-col gap-3">
      <ol className="flex list-decimal flex-col gap-2 pl-5 text-sm">
        <li>
          {t("totp.step1")}
          <span className="my-2 block">
            <TotpPicture uri={uri} />
          </span>
          {t("totp.otherwise")}{" "}
          <a href={uri} className="text-accent underline">
            {t("totp.open")}
          </a>
          <span className="mt-1 flex items-center gap-2">
            <code className="break-all rounded-sm bg-sunken px-2 py-1 text-sm">
              {secret.match(/.{1,4}/g)?.join(" ")}
            </code>
            <CopyButton text={secret} what={t("totp.secret")} />
          </span>
        </li>
        <li>{t("totp.step2")}</li>
      </ol>
      <OneTimeCodeField value={code} onChange={setCode} isMissing={asked && isMissing} />
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <Button type="submit" variant="primary" pending={pending} className="self-start">
        {t("totp.confirm")}
      </Button>
    </Form>
  );
}

function Begin({ needsCode, isFirst, begin }: { needsCode: boolean; isFirst: boolean; begin: ServerCommand<unknown> }) {
  const t = useTranslations("account");
  const router = useRouter();
  const [code, setCode] = useState("");
  const { run, pending, refusal } = useCommand(begin);
  const send = async () => {
    const given = needsCode && code.trim() !== "" ? { code: code.trim() } : {};
    if ((await run(given)) !== null) router.refresh();
  };
  return (
    <Form send={send} className="flex flex-col gap-3">
      {needsCode ? <OneTimeCodeField value={code} onChange={setCode} isMissing={false} /> : null}
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <Button type="submit" variant={isFirst ? "primary" : "secondary"} pending={pending} className="self-start">
        {t(isFirst ? "totp.begin" : "totp.again")}
      </Button>
    </Form>
  );
}
