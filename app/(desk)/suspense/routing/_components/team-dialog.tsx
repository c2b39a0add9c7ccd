"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { PersonDto, TeamDto } from "@/contracts/teamwork";

type TeamDialogProps = {
  /** Null: a new one. */
  team: TeamDto | null;
  people: readonly PersonDto[];
  save: ServerCommand<{ code: string }>;
  onClose: () => void;
};

/** A team's name and members. Its code is what links and rules call it, and stays. */
export function TeamDialog({ team, people, save, onClose }: TeamDialogProps) {
  const t = useTranslations("suspense");
  const common = useTranslations("common");
  const router = useRouter();
  const [code, setCode] = useState(team?.code ?? "");
  const [name, setName] = useState(team?.name ?? "");
  const [members, setMembers] = useState<readonly string[]>(() => team?.members.map(({ login }) => login) ?? []);
  const [isArchived, setIsArchived] = useState(team?.isArchived ?? false);
  const { run, pending, refusal } = useCommand(save);
  const send = async () => {
    const input = { code, name, members, isArchived, expectedVersion: team?.version ?? 0 };
    if ((await run(input)) === null) return;
    onClose();
    router.refresh();
  };
  const toggle = (login: string, isIn: boolean) =>
    setMembers(isIn ? [...members, login] : members.filter((other) => other !== login));
  return (
    <Dialog
      open
      onOpenChange={(next) => (next ? undefined : onClose())}
      title={t(team ? "team.editTitle" : "team.addTitle")}
      footer={
        <>
          <DialogClose>
            <Button>{common("cancel")}</Button>
          </DialogClose>
          <Button
            variant="primary"
            pending={pending}
            disabled={code.trim() === "" || name.trim() === ""}
            onClick={() => void send()}
          >
            {t("team.save")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={t("team.name")} required>
          <Input value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label={t("team.code")} hint={t("team.codeHint")} required>
          <Input
            value={code}
            maxLength={32}
            readOnly={team !== null}
            onChange={(event) => setCode(event.target.value.toLowerCase())}
          />
        </Field>
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 font-medium text-sm">{t("team.members")}</legend>
          {people.map(({ login, name: display }) => (
            <Checkbox
              key={login}
              label={`${display} (${login})`}
              checked={members.includes(login)}
              onCheckedChange={(isIn) => toggle(login, isIn)}
            />
          ))}
        </fieldset>
        {team ? <Checkbox label={t("team.close")} checked={isArchived} onCheckedChange={setIsArchived} /> : null}
        {refusal ? <RefusalAlert refusal={refusal} /> : null}
      </div>
    </Dialog>
  );
}
