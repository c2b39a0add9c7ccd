"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import type { UserRowDto } from "@/contracts/users";
import { readMerchantNos } from "./read-merchant-nos";
import { RoleChoice } from "./role-choice";
import type { UserActions } from "./users-desk";

type RightsDialogProps = { user: UserRowDto; propose: UserActions["propose"]; onProposed: () => void };

/** Asks that a user may do something else; who is shut out is let in with it. */
export function RightsDialog({ user, propose, onProposed }: RightsDialogProps) {
  const t = useTranslations("users");
  const [open, setOpen] = useState(false);
  const verb = user.disabledAt === null ? "rights" : "enable";
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button disabled={user.waitingNo !== null}>{t(`${verb}.open`)}</Button>}
      title={t(`${verb}.title`, { login: user.login })}
      description={t(`${verb}.text`, { login: user.login })}
      size="md"
    >
      {open ? (
        <RightsForm
          user={user}
          propose={propose}
          onProposed={() => {
            setOpen(false);
            onProposed();
          }}
        />
      ) : null}
    </Dialog>
  );
}

function RightsForm({ user, propose, onProposed }: RightsDialogProps) {
  const t = useTranslations("users");
  const [roles, setRoles] = useState(user.roles);
  const [scope, setScope] = useState(user.scope?.join(" ") ?? "");
  const [reason, setReason] = useState("");
  const { run, pending, refusal } = useCommand(propose);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    const { login, version: expectedVersion } = user;
    const proposed = await run({ login, expectedVersion, roles, merchantNos: readMerchantNos(scope), reason });
    if (proposed === null) return;
    notify.success(t("rights.done", { approvalNo: proposed.approvalNo }), { description: t("rights.doneText") });
    onProposed();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <RoleChoice roles={roles} onChange={setRoles} />
      <Field label={t("field.scope")} hint={t("hint.scope")}>
        <Input value={scope} onChange={(event) => setScope(event.target.value)} />
      </Field>
      <Field label={t("field.reason")} hint={t("hint.reason")} required>
        <Textarea rows={2} value={reason} maxLength={4_000} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <DialogSubmit pending={pending} disabled={roles.length === 0}>
        {t("rights.submit")}
      </DialogSubmit>
    </form>
  );
}
