"use client";

import type { ReactNode } from "react";
import { onSend } from "./on-send";

type FormProps = { send: () => void | Promise<void>; className?: string; children: ReactNode };

/** A form that says itself what is missing, and never leaves its page. ⌘ or Ctrl with Enter sends it from any of its fields. */
export function Form({ send, className = "flex flex-col gap-4", children }: FormProps) {
  return (
    <form
      noValidate
      className={className}
      onKeyDown={onSend(() => void send())}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {children}
    </form>
  );
}
