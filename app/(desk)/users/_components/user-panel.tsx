"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { DateTime } from "@/components/money/date-time";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { StatusBadge } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { KeyValueList } from "@/components/ui/key-value-list";
import { PeekPanel } from "@/components/ui/peek-panel";
import { notify } from "@/components/ui/toast";
import type { ActionRefusal } from "@/contracts/action-result";
import type { UserRowDto } from "@/contracts/users";
import { stateOf, USER_TONES } from "./use-user-columns";
import type { UserActions } from "./users-desk";

type UserPanelProps = {
  user: UserRowDto | null;
  isSelf: boolean;
  actions: UserActions;
  onClose: () => void;
  onChanged: () => void;
};

/** One user: what they may, when they were here, and the way to shut them out. */
export function UserPanel({ user, isSelf, actions, onClose, onChanged }: UserPanelProps) {
  const t = useTranslations("users");
  return (
    <PeekPanel
      open={user !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={user?.displayName ?? ""}
      description={user?.login}
      actions={user ? <ButtonLink href={`/audit?actor=${user.login}`}>{t("panel.trail")}</ButtonLink> : null}
      footer={
        user && !isSelf ? <AccessButton key={user.login} user={user} actions={actions} onChanged={onChanged} /> : null
      }
      keepFocus
      width="md"
    >
      {user ? <UserFacts user={user} /> : null}
    </PeekPanel>
  );
}

function UserFacts({ user }: { user: UserRowDto }) {
  const t = useTranslations("users");
  const shell = useTranslations("shell");
  const at = (instant: string | null) => (instant ? <DateTime at={instant} /> : null);
  return (
    <KeyValueList
      items={[
        {
          key: "state",
          label: t("field.state"),
          value: <StatusBadge tone={USER_TONES[stateOf(user)]}>{t(`state.${stateOf(user)}`)}</StatusBadge>,
        },
        { key: "roles", label: t("field.roles"), value: user.roles.map((role) => shell(`role.${role}`)).join(", ") },
        { key: "scope", label: t("field.scope"), value: user.scope?.join(", ") ?? t("everyMerchant") },
        { key: "seen", label: t("field.lastSeen"), value: at(user.lastSeenAt) },
        { key: "created", label: t("field.created"), value: at(user.createdAt) },
        { key: "disabled", label: t("field.disabled"), value: at(user.disabledAt) },
      ]}
    />
  );
}

type AccessButtonProps = { user: UserRowDto; actions: UserActions; onChanged: () => void };

function AccessButton({ user, actions, onChanged }: AccessButtonProps) {
  const t = useTranslations("users");
  const common = useTranslations("common");
  const [commandId] = useState(() => crypto.randomUUID());
  const [open, setOpen] = useState(false);
  const [refusal, setRefusal] = useState<ActionRefusal | null>(null);
  const [pending, setPending] = useState(false);
  const verb = user.disabledAt ? "enable" : "disable";

  const change = async () => {
    setPending(true);
    const result = await actions[verb]({ commandId, login: user.login }).catch(() => INTERRUPTED);
    setPending(false);
    if (!result.ok) return setRefusal(result.refusal);
    notify.success(t(`${verb}.done`, { login: user.login }));
    setOpen(false);
    onChanged();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant={verb === "disable" ? "danger" : "secondary"}>{t(`${verb}.open`)}</Button>}
      title={t(`${verb}.title`, { login: user.login })}
      description={t(`${verb}.text`)}
      footer={
        <>
          <DialogClose>
            <Button>{common("cancel")}</Button>
          </DialogClose>
          <Button variant={verb === "disable" ? "danger" : "primary"} pending={pending} onClick={() => void change()}>
            {t(`${verb}.open`)}
          </Button>
        </>
      }
    >
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
    </Dialog>
  );
}

const INTERRUPTED: Awaited<ReturnType<UserActions["disable"]>> = {
  ok: false,
  refusal: { code: "request_interrupted", message: "The server did not answer." },
};
