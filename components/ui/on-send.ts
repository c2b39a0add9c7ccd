import type { KeyboardEvent } from "react";

/** ⌘ or Ctrl with Enter sends a text of several lines. While Chinese is being composed, Enter belongs to the input method. */
export function onSend(send: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
}
