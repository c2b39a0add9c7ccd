"use client";

import { CircleAlert, CircleCheck, Info } from "lucide-react";
import { toast } from "sonner";

type ToastOptions = {
  description?: string | undefined;
  /** One follow-up: undo (never for money), open, retry. */
  action?: { label: string; run: () => void } | undefined;
};

function show(kind: "success" | "info" | "danger", title: string, options: ToastOptions) {
  const { description, action } = options;
  toast(title, {
    icon: ICONS[kind],
    // What went wrong stays until it is closed; what went well goes by itself.
    duration: kind === "danger" ? Number.POSITIVE_INFINITY : 6000,
    ...(description ? { description } : {}),
    ...(action ? { action: { label: action.label, onClick: action.run } } : {}),
  });
}

const ICONS = {
  success: <CircleCheck aria-hidden className="size-4 text-success" />,
  info: <Info aria-hidden className="size-4 text-info" />,
  danger: <CircleAlert aria-hidden className="size-4 text-danger" />,
};

/** Short news about what the reader just did. Never the only place where a failure is said. */
export const notify = {
  success: (title: string, options: ToastOptions = {}) => show("success", title, options),
  info: (title: string, options: ToastOptions = {}) => show("info", title, options),
  danger: (title: string, options: ToastOptions = {}) => show("danger", title, options),
};
