/**
 * Whether single keys act. They can be switched off (WCAG 2.1.4): dictation software types letters too. Kept per
 * browser, like the other preferences; the server has no use for it.
 */
const STORAGE_KEY = "desk-single-keys";
const CHANGED = "desk-single-keys-changed";

export function singleKeysAreOn(): boolean {
  return localStorage.getItem(STORAGE_KEY) !== "off";
}

export function setSingleKeys(on: boolean): void {
  localStorage.setItem(STORAGE_KEY, on ? "on" : "off");
  window.dispatchEvent(new Event(CHANGED));
}

export function subscribeToSingleKeys(onChange: () => void): () => void {
  window.addEventListener(CHANGED, onChange);
  window.addEventListener("storage", onChange);
  return () => {
    window.removeEventListener(CHANGED, onChange);
    window.removeEventListener("storage", onChange);
  };
}
