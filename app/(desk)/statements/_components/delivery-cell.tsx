"use client";

import { RotateCcw } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import type { DeliveryCellDto } from "@/contracts/deliveries";
import { DELIVERY_LOOKS } from "./delivery-look";

type DeliveryCellProps = { name: string; cell: DeliveryCellDto; onChoose: (() => void) | null };

/** One channel's day: the way to its statement, or to say that none is to come. */
export function DeliveryCell({ name, cell, onChoose }: DeliveryCellProps) {
  const t = useTranslations("statements");
  const { icon: Icon, className } = DELIVERY_LOOKS[cell.state];
  const parts = [t("deliveries.cell", { channel: name, on: cell.on, state: t(`deliveries.state.${cell.state}`) })];
  if (cell.version !== null) parts.push(t("file.version", { version: cell.version }));
  if (cell.isToRunAgain) parts.push(t("reconciliation.OUTDATED"));
  if (cell.state === "DUE" || cell.state === "LATE") parts.push(t("deliveries.dueOn", { on: cell.dueOn }));
  if (cell.waiver) parts.push(cell.waiver.reason);
  const label = parts.join(", ");
  const look = cn("flex h-7 w-full min-w-10 items-center justify-center gap-1 rounded-md", className);
  const content = (
    <>
      <Icon aria-hidden className="size-4" strokeWidth={2} />
      {cell.version !== null && cell.version > 1 ? <span className="tabular text-xs">v{cell.version}</span> : null}
      {cell.isToRunAgain ? <RotateCcw aria-hidden className="size-3 text-warning" strokeWidth={2.5} /> : null}
    </>
  );
  const active = cn(look, "hover:outline hover:outline-line-strong");
  if (cell.statementNo !== null) {
    return (
      <Link
        href={`/statements/${cell.statementNo}`}
        prefetch={false}
        aria-label={label}
        title={label}
        className={active}
      >
        {content}
      </Link>
    );
  }
  if (onChoose === null || cell.state === "NOT_DUE") {
    return (
      <span role="img" aria-label={label} title={label} className={look}>
        {content}
      </span>
    );
  }
  return (
    <button type="button" aria-label={label} title={label} onClick={onChoose} className={active}>
      {content}
    </button>
  );
}
