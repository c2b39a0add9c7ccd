"use client";

import { type ReactNode, useRef } from "react";
import { onSend } from "./on-send";

type FormProps = { send: () => void | Promise<void>; className?: string; children: ReactNode };

/**
 * A form that says itself what is missing, and never leaves its page. ⌘ or Ctrl with Enter presses its button from any of its
 * fields: while that cannot be pressed, nothing is sent.
 */
export function Form({ send, className = "flex flex-col gap-4", children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  return (
    <form
      ref={form}
      noValidate
      className={className}
      onKeyDown={onSend(() => form.current?.querySelector<HTMLButtonElement>("button[type=submit]")?.click())}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {children}
    </form>
  );
}
