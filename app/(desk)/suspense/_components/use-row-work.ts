"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { GridControl } from "@/components/grid/types";
import { useShortcut } from "@/components/shell/use-shortcut";
import type { ItemIntent } from "@/components/suspense/item-workspace";
import type { SuspenseActions } from "@/components/suspense/suspense-actions";
import { useItemWork } from "@/components/suspense/use-item-work";
import { suspenseItemOptions } from "@/components/suspense/use-suspense-item";
import type { SuspenseItemDto, SuspenseRowDto } from "@/contracts/suspense-views";

/** Who passes over a row on the way to another does not want its panel. */
const DWELL_MS = 120;

type RowWork = {
  actions: SuspenseActions;
  me: string;
  control: RefObject<GridControl | null>;
  /** What the panel shows. */
  open: SuspenseItemDto | null;
  isOpen: boolean;
  show: (row: SuspenseRowDto, intent: ItemIntent) => void;
};

/**
 * The item keys for the row that the keyboard is on, while no panel is open; and the newest that is known of a row. Who
 * takes rows from the list takes one after the other, so the keyboard goes on at once.
 */
export function useRowWork({ actions, me, control, open, isOpen, show }: RowWork) {
  const client = useQueryClient();
  const [focused, setFocused] = useState<SuspenseRowDto | null>(null);
  const [changed, setChanged] = useState<SuspenseRowDto | null>(null);
  useEffect(() => {
    if (open) setChanged(open);
  }, [open]);
  const readAgain = (itemNo: string) => void client.fetchQuery(suspenseItemOptions(itemNo)).then(setChanged);
  const work = useItemWork(actions, me, readAgain);
  const row = changed && changed.itemNo === focused?.itemNo ? changed : focused;
  const enabled = !isOpen && row !== null;
  const take = () => {
    if (!row || row.isMine) return;
    void work.claim(row);
    control.current?.moveOn(row.itemNo);
  };
  useShortcut("assign", take, { enabled });
  useShortcut("comment", () => (row ? show(row, "comment") : undefined), { enabled });
  useShortcut("snooze", () => (row ? show(row, "snooze") : undefined), { enabled });
  useShortcut("propose", () => (row ? show(row, "propose") : undefined), { enabled });
  return { changed, focused, setFocused };
}

/** An item that was proposed, put off or settled under one's hands is done with: the next one comes up by itself. */
export function useNews(open: SuspenseItemDto | null, control: RefObject<GridControl | null>): void {
  const before = useRef<SuspenseItemDto | null>(null);
  useEffect(() => {
    const earlier = before.current;
    before.current = open;
    if (!open || earlier?.itemNo !== open.itemNo || !isWaiting(earlier) || isWaiting(open)) return;
    control.current?.moveOn(open.itemNo);
  }, [open, control]);
}

function isWaiting({ status, snoozedUntil }: SuspenseRowDto): boolean {
  return snoozedUntil === null && (status === "OPEN" || status === "ASSIGNED" || status === "INVESTIGATING");
}

/** Fetches what will most likely be looked at next: the rows around the open one, or the one that the keyboard rests on. */
export function useReadAhead(
  control: RefObject<GridControl | null>,
  openNo: string | null,
  isThere: boolean,
  focusedNo: string | null,
): void {
  const client = useQueryClient();
  useEffect(() => {
    const near = openNo === null ? focusedNo : isThere ? openNo : null;
    if (near === null) return;
    const fetchNear = () => {
      const wanted = openNo === null ? [near] : (control.current?.near(near) ?? []);
      for (const itemNo of wanted) void client.prefetchQuery(suspenseItemOptions(itemNo));
    };
    const timer = setTimeout(fetchNear, openNo === null ? DWELL_MS : 0);
    return () => clearTimeout(timer);
  }, [client, control, openNo, isThere, focusedNo]);
}
