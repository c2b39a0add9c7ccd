"use client";

import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { DialogCross } from "./dialog";

type PeekPanelProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** Links and buttons beside the title. */
  actions?: ReactNode;
  footer?: ReactNode;
  /** A modal panel holds the focus; the default leaves the list beside it usable. */
  modal?: boolean | undefined;
  /** Leaves the focus where it is, so that the list keeps answering the keyboard. */
  keepFocus?: boolean | undefined;
  width?: "md" | "lg" | "wide" | "xl" | undefined;
  children: ReactNode;
};

const WIDTHS = { md: "sm:w-[28rem]", lg: "sm:w-[40rem]", wide: "sm:w-[max(40rem,52vw)]", xl: "sm:w-[60rem]" } as const;

/** A side panel over the right edge: look at one thing without losing the list. Escape closes it. */
export function PeekPanel(props: PeekPanelProps) {
  const { open, onOpenChange, title, description, actions, footer, modal = false, keepFocus = false } = props;
  return (
    <BaseDialog.Root
      open={open}
      onOpenChange={(next) => onOpenChange(next)}
      modal={modal}
      disablePointerDismissal={!modal}
    >
      <BaseDialog.Portal>
        {modal ? <BaseDialog.Backdrop className="fixed inset-0 z-30 bg-overlay" /> : null}
        <BaseDialog.Popup
          {...(modal ? { "data-modal": "" } : {})}
          {...(keepFocus ? { initialFocus: false } : {})}
          className={cn(
            "fixed inset-y-0 right-0 z-30 flex w-full max-w-full flex-col border-line border-l bg-raised text-ink shadow-pop outline-hidden",
            "transition-[translate,opacity] duration-150 data-ending-style:translate-x-4 data-starting-style:translate-x-4 data-ending-style:opacity-0 data-starting-style:opacity-0",
            WIDTHS[props.width ?? "lg"],
          )}
        >
          <div className="flex items-start gap-2 border-line border-b px-5 py-3">
            <div className="min-w-0 flex-1">
              <BaseDialog.Title className="truncate font-semibold text-lg">{title}</BaseDialog.Title>
              {description ? (
                <BaseDialog.Description render={<div />} className="text-muted text-sm">
                  {description}
                </BaseDialog.Description>
              ) : null}
            </div>
            {actions}
            <DialogCross />
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{props.children}</div>
          {footer ? <div className="flex justify-end gap-2 border-line border-t px-5 py-3">{footer}</div> : null}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
