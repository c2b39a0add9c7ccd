"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ServerCommand } from "@/components/refusal/use-command";
import { useRefusalText } from "@/components/refusal/use-refusal-text";
import { notify } from "@/components/ui/toast";
import type { SuspenseRowDto } from "@/contracts/suspense-views";
import type { SuspenseActions } from "./suspense-actions";
import { suspenseItemOptions } from "./use-suspense-item";

type Claimable = Pick<SuspenseRowDto, "itemNo" | "version" | "status">;

export type ItemWork = {
  readonly pending: boolean;
  claim: (item: Claimable) => Promise<void>;
  release: (item: Claimable) => Promise<void>;
  /** After any other change of the item: it is read again wherever it is shown. */
  refresh: (itemNo: string) => Promise<void>;
};

/**
 * Taking items on and putting them back. It moves no money, so it is shown at once and taken back when the server
 * refuses, and a claim can be undone. `onChange` hears of the item after every change.
 */
export function useItemWork(
  actions: Pick<SuspenseActions, "claim" | "release">,
  me: string,
  onChange: (itemNo: string) => void = () => undefined,
): ItemWork {
  const t = useTranslations("suspense");
  const say = useRefusalText();
  const client = useQueryClient();
  const [pending, setPending] = useState(false);

  const refresh = async (itemNo: string) => {
    await client.invalidateQueries({ queryKey: suspenseItemOptions(itemNo).queryKey });
    onChange(itemNo);
  };
  const send = async (command: ServerCommand<{ version: number }>, item: Claimable, shown: Partial<SuspenseRowDto>) => {
    const { itemNo, version } = item;
    const key = suspenseItemOptions(itemNo).queryKey;
    setPending(true);
    client.setQueryData(key, (known) => known && { ...known, ...shown });
    try {
      const result = await command({ commandId: crypto.randomUUID(), itemNo, expectedVersion: version });
      if (!result.ok) notify.danger(t("work.refused", { itemNo }), { description: say(result.refusal) });
      return result.ok ? result.value : null;
    } catch {
      notify.danger(t("work.refused", { itemNo }), { description: t("work.interrupted") });
      return null;
    } finally {
      setPending(false);
      await refresh(itemNo);
    }
  };
  const release = async (item: Claimable) => {
    const done = await send(actions.release, item, { status: "OPEN", assignee: null, isMine: false });
    if (done) notify.success(t("work.released", { itemNo: item.itemNo }));
  };
  const claim = async (item: Claimable) => {
    const done = await send(actions.claim, item, { status: "ASSIGNED", assignee: me, isMine: true });
    if (!done) return;
    const undo = { label: t("work.undo"), run: () => void release({ ...item, version: done.version }) };
    // Out of a colleague's hands there is no way back to them from here.
    notify.success(t("work.claimed", { itemNo: item.itemNo }), item.status === "OPEN" ? { action: undo } : {});
  };
  return { pending, claim, release, refresh };
}
