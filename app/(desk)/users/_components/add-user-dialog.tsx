"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { useCommand } from "@/components/refusal/use-command";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import type { UserAdded } from "@/contracts/users";
import type { Role } from "@/core/permissions/permissions";
import { OneTimePassword } from "./one-time-password";
import { readMerchantNos } from "./read-merchant-nos";
import { RoleChoice } from "./role-choice";
import type { UserActions } from "./users-desk";

type AddUserDialogProps = { action: UserActions["add"]; onClose: () => void; onAdded: () => void };

/** Adds a user; afterwards shows the one-time password, which nobody can look up again. */
export function AddUserDialog({ action, onClose, onAdded }: AddUserDialogProps) {
  const t = useTranslations("users");
  const [added, setAdded] = useState<UserAdded | null>(null);
  const done = (user: UserAdded) => {
    setAdded(user);
    onAdded();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={added ? t("add.done", { login: added.login }) : t("add.title")}
      description={added ? undefined : t("add.description")}
      size="md"
    >
      {added ? <OneTimePassword user={added} onClose={onClose} /> : <AddUserForm action={action} onAdded={done} />}
    </Dialog>
  );
}

function AddUserForm({ action, onAdded }: { action: UserActions["add"]; onAdded: (user: UserAdded) => void }) {
  const t = useTranslations("users");
  const [login, setLogin] = useState("");
  const [displayName, setDisplayName] = useState("");
  const [roles, setRoles] = useState<readonly Role[]>([]);
  const [scope, setScope] = useState("");
  const [reason, setReason] = useState("");
  const { run, pending, refusal } = useCommand(action);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    const added = await run({ login, displayName, roles, merchantNos: readMerchantNos(scope), reason });
    if (added !== null) onAdded(added);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("field.login")} hint={t("hint.login")} required>
          <Input value={login} autoComplete="off" onChange={(event) => setLogin(event.target.value.toLowerCase())} />
        </Field>
        <Field label={t("field.name")} hint={t("hint.name")} required>
          <Input value={displayName} autoComplete="off" onChange={(event) => setDisplayName(event.target.value)} />
        </Field>
      </div>
      <RoleChoice roles={roles} onChange={setRoles} />
      <Field label={t("field.scope")} hint={t("hint.scope")}>
        <Input value={scope} onChange={(event) => setScope(event.target.value)} />
      </Field>
      <Field label={t("field.reason")} hint={t("hint.reason")} required>
        <Textarea rows={2} value={reason} maxLength={4_000} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <DialogSubmit pending={pending} disabled={roles.length === 0}>
        {t("add.submit")}
      </DialogSubmit>
    </form>
  );
}
