"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "./button";
import { DialogClose } from "./dialog";

type DialogSubmitProps = {
  pending: boolean;
  /** What is going on meanwhile: shown, and told to whoever does not see the button turn. */
  pendingText?: string | undefined;
  disabled?: boolean | undefined;
  variant?: "primary" | "danger" | undefined;
  children: ReactNode;
};

/** The foot of a form in a dialog: leave it, or send it. */
export function DialogSubmit({ pending, pendingText, disabled, variant, children }: DialogSubmitProps) {
  const t = useTranslations("common");
  return (
    <div className="flex flex-wrap justify-end gap-2">
      {pendingText === undefined ? null : (
        <p aria-live="polite" className="min-w-0 flex-1 self-center text-muted text-sm">
          {pending ? pendingText : ""}
        </p>
      )}
      <DialogClose>
        <Button>{t("cancel")}</Button>
      </DialogClose>
      <Button type="submit" variant={variant ?? "primary"} pending={pending} disabled={disabled ?? false}>
        {children}
      </Button>
    </div>
  );
}
