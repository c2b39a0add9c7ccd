"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef } from "react";
import { Amount } from "@/components/money/amount";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { ActionRefusal } from "@/contracts/action-result";
import { RefusalAlert } from "./refusal-alert";

type ManyDialogProps = {
  title: ReactNode;
  description: ReactNode;
  /** What those that would go come to, by currency. */
  sums: readonly { readonly asset: string; readonly amountMinor: string }[];
  sumLabel: string;
  submit: ReactNode;
  canSend: boolean;
  pending: boolean;
  refusal: ActionRefusal | null;
  /** The rows now tell what came of each. */
  isDone: boolean;
  onSend: () => void;
  onClose: () => void;
  /** The rows. */
  children: ReactNode;
};

/** Many at once: what would go and what not, and afterwards what came of each. It stays while the answer is awaited. */
export function ManyDialog({ title, description, sums, sumLabel, isDone, children, ...rest }: ManyDialogProps) {
  const { submit, canSend, pending, refusal, onSend, onClose } = rest;
  const common = useTranslations("common");
  const closing = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone with the question, and the focus would be with it.
  useEffect(() => {
    if (isDone) closing.current?.focus();
  }, [isDone]);
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(isOpen) => (isOpen || pending ? undefined : onClose())}
      title={title}
      description={isDone ? undefined : description}
      footer={
        isDone ? (
          <Button ref={closing} variant="primary" onClick={onClose}>
            {common("close")}
          </Button>
        ) : (
          <>
            <Button disabled={pending} onClick={onClose}>
              {common("cancel")}
            </Button>
            <Button variant="primary" pending={pending} disabled={!canSend} onClick={onSend}>
              {submit}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-3">
        {sums.length > 0 && !isDone ? (
          <p className="text-sm">
            <span className="text-muted">{sumLabel}</span>{" "}
            {sums.map(({ asset, amountMinor }) => (
              <Amount key={asset} asset={asset} amountMinor={amountMinor} showAsset className="mr-3 font-semibold" />
            ))}
          </p>
        ) : null}
        {refusal ? <RefusalAlert refusal={refusal} /> : null}
        {children}
      </div>
    </Dialog>
  );
}
