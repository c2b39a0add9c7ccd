"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { notify } from "@/components/ui/toast";
import type { SavedViewDto, SavedViewsDto } from "@/contracts/saved-views";
import { viewAddress } from "@/contracts/view-address";
import { SAVED_VIEWS_KEY } from "./use-saved-views";
import type { ViewsServer } from "./views-menu";

const MAX_NAME = 60;
const MINE = "-";

type SaveViewDialogProps = {
  /** The view that is shown, or null: then only a new one can be made. */
  view: SavedViewDto | null;
  search: string;
  teams: SavedViewsDto["teams"];
  server: ViewsServer;
  onClose: () => void;
};

/** Keeps filters, order and columns as they are now: under a new name, or in place of the view that is shown. */
export function SaveViewDialog({ view, search, teams, server, onClose }: SaveViewDialogProps) {
  const t = useTranslations("suspense.views");
  const client = useQueryClient();
  const router = useRouter();
  const changeable = view?.mayChange ? view : null;
  const [replaces, setReplaces] = useState(changeable !== null);
  const [name, setName] = useState(changeable?.name ?? "");
  const [team, setTeam] = useState<string | null>(changeable?.team?.no ?? null);
  const [isDefault, setDefault] = useState(view?.isDefault ?? false);
  const save = useCommand(server.save);
  const unset = useCommand(server.chooseDefault);
  const send = async () => {
    const viewId = replaces && changeable ? changeable.id : null;
    const done = await save.run({ viewId, name, search, team, isDefault });
    if (done === null) return;
    if (viewId !== null && changeable?.isDefault && !isDefault) await unset.run({ viewId: null });
    notify.success(t("saved", { name: name.trim() }));
    void client.invalidateQueries({ queryKey: SAVED_VIEWS_KEY });
    onClose();
    router.replace(viewAddress(done.viewId, done.search));
  };
  return (
    <Dialog open onOpenChange={(next) => (next ? undefined : onClose())} title={t("save")} description={t("saveText")}>
      <Form send={send}>
        <Field label={t("name")} required>
          <Input value={name} maxLength={MAX_NAME} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label={t("for")} hint={teams.length === 0 ? t("noTeam") : undefined}>
          <Select
            options={[
              { value: MINE, label: t("onlyMe") },
              ...teams.map(({ no, name: label }) => ({ value: no, label: t("team", { name: label }) })),
            ]}
            value={team ?? MINE}
            onValueChange={(next) => setTeam(next === MINE ? null : next)}
          />
        </Field>
        {changeable ? (
          <Checkbox
            label={t("replace", { name: changeable.name })}
            checked={replaces}
            onCheckedChange={(next) => setReplaces(next)}
          />
        ) : null}
        <Checkbox label={t("default")} checked={isDefault} onCheckedChange={setDefault} />
        {save.refusal ? <RefusalAlert refusal={save.refusal} /> : null}
        {changeable ? <RemoveView view={changeable} remove={server.remove} onDone={onClose} /> : null}
        <DialogSubmit pending={save.pending} disabled={name.trim() === ""}>
          {t("submit")}
        </DialogSubmit>
      </Form>
    </Dialog>
  );
}

type RemoveViewProps = { view: SavedViewDto; remove: ViewsServer["remove"]; onDone: () => void };

function RemoveView({ view, remove, onDone }: RemoveViewProps) {
  const t = useTranslations("suspense.views");
  const client = useQueryClient();
  const router = useRouter();
  const { run, pending, refusal } = useCommand(remove);
  const send = async () => {
    if ((await run({ viewId: view.id })) === null) return;
    notify.success(t("removed", { name: view.name }));
    void client.invalidateQueries({ queryKey: SAVED_VIEWS_KEY });
    onDone();
    router.replace("/suspense?view=none");
  };
  return (
    <div className="flex flex-col items-start gap-2">
      <Button size="sm" variant="ghost" pending={pending} onClick={() => void send()}>
        {t("remove", { name: view.name })}
      </Button>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
    </div>
  );
}
