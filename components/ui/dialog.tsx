"use client";

import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactElement, type ReactNode, useRef } from "react";
import { cn } from "./cn";
import { useFocusAfterwards } from "./use-focus-afterwards";

type DialogProps = {
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  /** The button that opens it; leave out when `open` is controlled from elsewhere. */
  trigger?: ReactElement<Record<string, unknown>> | undefined;
  title: ReactNode;
  description?: ReactNode;
  /** Buttons at the foot: the safe one first, the acting one last. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg" | undefined;
  children?: ReactNode;
};

const WIDTHS = { sm: "max-w-md", md: "max-w-xl", lg: "max-w-4xl" } as const;

/** The field to type into comes before the cross: a question is opened to be answered. */
function firstField(popup: HTMLElement | null): HTMLElement | true {
  const fields = "input:not([type=hidden]), textarea, [role=combobox]";
  return popup?.querySelector<HTMLElement>("input:checked") ?? popup?.querySelector<HTMLElement>(fields) ?? true;
}

/** A modal question. Focus is held inside, Escape closes, and focus goes back to where it came from. */
export function Dialog({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  footer,
  size = "sm",
  children,
}: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  useFocusAfterwards();
  return (
    <BaseDialog.Root {...(open !== undefined ? { open } : {})} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger ? <BaseDialog.Trigger render={trigger} /> : null}
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-overlay transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <BaseDialog.Popup
          ref={popup}
          initialFocus={() => firstField(popup.current)}
          data-modal=""
          className={cn(
            "fixed top-[max(5vh,2rem)] left-1/2 z-50 flex max-h-[calc(100dvh-4rem)] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col sm:top-[10vh] sm:max-h-[82dvh]",
            "rounded-lg border border-line bg-raised text-ink shadow-pop outline-hidden transition-[opacity,scale] duration-150",
            "data-ending-style:opacity-0 data-starting-style:scale-[0.98] data-starting-style:opacity-0",
            WIDTHS[size],
          )}
        >
          <div className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <BaseDialog.Title className="font-semibold text-lg">{title}</BaseDialog.Title>
              {description ? (
                <BaseDialog.Description className="mt-0.5 text-muted text-sm">{description}</BaseDialog.Description>
              ) : null}
            </div>
            <DialogCross />
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-4">{children}</div>
          {footer ? (
            <div className="flex flex-wrap justify-end gap-2 rounded-b-lg border-line border-t bg-canvas px-5 py-3">
              {footer}
            </div>
          ) : null}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** Closes the dialog or panel around it when pressed. */
export function DialogClose({ children }: { children: ReactElement<Record<string, unknown>> }) {
  return <BaseDialog.Close render={children} />;
}

export function DialogCross() {
  const t = useTranslations("common");
  return (
    <BaseDialog.Close
      aria-label={t("close")}
      className="-mr-1.5 inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
    >
      <X aria-hidden className="size-4" />
    </BaseDialog.Close>
  );
}
