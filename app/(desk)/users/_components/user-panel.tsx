"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { WaitingNote } from "@/components/approval/waiting-note";
import { DateTime } from "@/components/money/date-time";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { useCommand } from "@/components/refusal/use-command";
import { StatusBadge } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { KeyValueList } from "@/components/ui/key-value-list";
import { PeekPanel } from "@/components/ui/peek-panel";
import { notify } from "@/components/ui/toast";
import type { UserRowDto } from "@/contracts/users";
import { RightsDialog } from "./rights-dialog";
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
        user && !isSelf ? (
          <>
            {user.disabledAt === null ? (
              <DisableButton key={user.login} user={user} actions={actions} onChanged={onChanged} />
            ) : null}
            <RightsDialog key={`rights ${user.login}`} user={user} propose={actions.propose} onProposed={onChanged} />
          </>
        ) : null
      }
      keepFocus
      width="md"
    >
      {user?.waitingNo ? <WaitingNote approvalNo={user.waitingNo} /> : null}
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

type DisableButtonProps = { user: UserRowDto; actions: UserActions; onChanged: () => void };

/** Shutting somebody out is done at once: it takes rights away, and there may be no time for a second person. */
function DisableButton({ user, actions, onChanged }: DisableButtonProps) {
  const t = useTranslations("users");
  const common = useTranslations("common");
  const [open, setOpen] = useState(false);
  const { run, pending, refusal } = useCommand(actions.disable);
  const disable = async () => {
    if ((await run({ login: user.login })) === null) return;
    notify.success(t("disable.done", { login: user.login }));
    setOpen(false);
    onChanged();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant="danger">{t("disable.open")}</Button>}
      title={t("disable.title", { login: user.login })}
      description={t("disable.text")}
      footer={
        <>
          <DialogClose>
            <Button>{common("cancel")}</Button>
          </DialogClose>
          <Button variant="danger" pending={pending} onClick={() => void disable()}>
            {t("disable.open")}
          </Button>
        </>
      }
    >
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
    </Dialog>
  );
}
