"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "./button";
import { DialogClose } from "./dialog";

type DialogSubmitProps = {
  pending: boolean;
  disabled?: boolean | undefined;
  variant?: "primary" | "danger" | undefined;
  children: ReactNode;
};

/** The foot of a form in a dialog: leave it, or send it. */
export function DialogSubmit({ pending, disabled = false, variant = "primary", children }: DialogSubmitProps) {
  const t = useTranslations("common");
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <DialogClose>
        <Button>{t("cancel")}</Button>
      </DialogClose>
      <Button type="submit" variant={variant} pending={pending} disabled={disabled}>
        {children}
      </Button>
    </div>
  );
}
