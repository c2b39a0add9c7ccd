"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { useRefusalText } from "@/components/refusal/use-refusal-text";
import { useShortcut } from "@/components/shell/use-shortcut";
import { notify } from "@/components/ui/toast";
import type { ActionResult } from "@/contracts/action-result";
import type { SuspenseItemDto } from "@/contracts/suspense-views";
import { HandOverDialog } from "./hand-over-dialog";
import { SnoozeDialog } from "./snooze-dialog";
import type { SuspenseActions } from "./suspense-actions";

/** Long enough to have seen it, short enough not to be waited for. */
const SEEN_AFTER_MS = 1_500;

export type Teamwork = {
  readonly pending: boolean;
  /** Null where the item cannot be put off, or is. */
  readonly snooze: (() => void) | null;
  readonly wake: (() => void) | null;
  readonly handOver: (() => void) | null;
  readonly readNotes: () => void;
  readonly dialogs: ReactNode;
};

type Reference = Pick<SuspenseItemDto, "itemNo" | "version">;
type SharedActions = Pick<SuspenseActions, "snooze" | "wake" | "handOver" | "readNotes">;

/** Putting an item off, handing it over, and reading what was written about it. */
export function useTeamwork(item: SuspenseItemDto, actions: SharedActions, refresh: () => void): Teamwork {
  const t = useTranslations("suspense");
  const [open, setOpen] = useState<"snooze" | "handOver" | null>(null);
  const { pending, wake, readNotes } = useQuietCommands(actions, refresh);
  const isOpen = item.status === "OPEN" || item.status === "ASSIGNED" || item.status === "INVESTIGATING";
  const isWorkable = item.canWork && isOpen;
  const maySnooze = isWorkable && item.snoozedUntil === null && (item.isMine || item.assignee === null);
  useShortcut("snooze", () => setOpen("snooze"), { enabled: maySnooze });
  useSeenMentions(item, () => void readNotes(item, false));
  const onSnoozed = (until: string, version: number) => {
    const undo = { label: t("work.undo"), run: () => void wake({ ...item, version }) };
    notify.success(t("snooze.done", { itemNo: item.itemNo, until }), { action: undo });
    refresh();
  };
  const close = () => setOpen(null);
  return {
    pending,
    snooze: maySnooze ? () => setOpen("snooze") : null,
    wake: isWorkable && item.snoozedUntil !== null ? () => void wake(item) : null,
    handOver: isWorkable ? () => setOpen("handOver") : null,
    readNotes: () => void readNotes(item, true),
    dialogs: (
      <>
        <SnoozeDialog
          item={item}
          open={open === "snooze"}
          onClose={close}
          snooze={actions.snooze}
          onSnoozed={onSnoozed}
        />
        <HandOverDialog
          item={item}
          open={open === "handOver"}
          onClose={close}
          handOver={actions.handOver}
          onHandedOver={refresh}
        />
      </>
    ),
  };
}

/** What needs no question: a refusal is said as news, since no dialog is there to say it. */
function useQuietCommands(actions: SharedActions, refresh: () => void) {
  const t = useTranslations("suspense");
  const say = useRefusalText();
  const [pending, setPending] = useState(false);
  const run = async (itemNo: string, send: () => Promise<ActionResult<unknown>>) => {
    setPending(true);
    const result = await send().catch(() => null);
    setPending(false);
    if (!result?.ok) {
      const description = result ? say(result.refusal) : t("work.interrupted");
      notify.danger(t("work.refused", { itemNo }), { description });
    }
    refresh();
    return result?.ok ?? false;
  };
  const wake = async ({ itemNo, version }: Reference) => {
    const reference = { commandId: crypto.randomUUID(), itemNo, expectedVersion: version };
    if (await run(itemNo, () => actions.wake(reference))) notify.success(t("snooze.woken", { itemNo }));
  };
  const readNotes = ({ itemNo }: Reference, handOvers: boolean) =>
    run(itemNo, () => actions.readNotes({ commandId: crypto.randomUUID(), itemNo, handOvers }));
  return { pending, wake, readNotes };
}

/** A mention is read when the item was in front of whom it is for. */
function useSeenMentions({ itemNo, teamwork }: SuspenseItemDto, read: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for an item, when it turns out to mention the reader.
  useEffect(() => {
    if (!teamwork.isMentioned) return;
    const timer = setTimeout(read, SEEN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [itemNo, teamwork.isMentioned]);
}
