/** What a key press has to tell; a KeyboardEvent has it. */
export type KeyPress = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
  readonly keyCode: number;
  readonly defaultPrevented: boolean;
};

/** Where the press happened: typing, or inside something that covers the page. */
export type KeyPlace = "page" | "field" | "modal";

export type KeyBinding = {
  /** "mod+k", "shift+x", "g s", or one key: "j", "?", "enter". */
  readonly keys: string;
  readonly run: () => void;
  /** Also while typing and inside a dialog. */
  readonly everywhere: boolean;
};

/** Time to press the second key of "g s". */
const SEQUENCE_MS = 1_000;
/** While Chinese is being composed, keys belong to the input method; older ones say it with this code only. */
const IME_KEY_CODE = 229;
const SHIFT = "shift+";
const NAMES: Record<string, string> = { slash: "/", escape: "Escape", enter: "Enter" };

/**
 * All bound keys of the page in one place, because keys must know of each other: after `g`, the `a` of "g a" is no longer
 * the `a` that assigns an item. Of two bindings of the same keys the younger one acts.
 */
export class KeyBindings {
  private readonly bindings: KeyBinding[] = [];
  private started: { readonly key: string; readonly atMs: number } | null = null;

  add(binding: KeyBinding): () => void {
    this.bindings.unshift(binding);
    return () => {
      const index = this.bindings.indexOf(binding);
      if (index >= 0) this.bindings.splice(index, 1);
    };
  }

  /** What these keys do now, or null. */
  find(keys: string): KeyBinding | null {
    return this.bindings.find((binding) => binding.keys === keys) ?? null;
  }

  /** The binding that a press means, or null; a first key of a sequence is remembered until `nowMs` runs past it. */
  findPressed(press: KeyPress, place: KeyPlace, nowMs: number, singleKeysOn: boolean): KeyBinding | null {
    if (press.defaultPrevented || isComposed(press)) return null;
    const reachable = this.bindings.filter((binding) => place === "page" || binding.everywhere);
    const combined = reachable.find((binding) => binding.keys.startsWith("mod+") && isCombination(binding.keys, press));
    if (combined) return combined;
    if (press.ctrlKey || press.metaKey || press.altKey || !singleKeysOn) return null;
    const first = this.started;
    this.started = null;
    if (first && nowMs - first.atMs <= SEQUENCE_MS) {
      return reachable.find((binding) => binding.keys === `${first.key} ${press.key.toLowerCase()}`) ?? null;
    }
    if (!press.shiftKey && reachable.some((binding) => binding.keys.startsWith(`${press.key} `))) {
      this.started = { key: press.key, atMs: nowMs };
      return null;
    }
    return reachable.find((binding) => isSingle(binding.keys, press)) ?? null;
  }
}

/** Whether a press is of these keys, which are one key; what an input method composes never is. */
export function isPressOf(keys: string, press: KeyPress): boolean {
  return !isComposed(press) && !press.ctrlKey && !press.metaKey && !press.altKey && isSingle(keys, press);
}

function isComposed({ isComposing, keyCode }: KeyPress): boolean {
  return isComposing || keyCode === IME_KEY_CODE;
}

function isCombination(keys: string, press: KeyPress): boolean {
  return (press.ctrlKey || press.metaKey) && !press.altKey && press.key.toLowerCase() === keys.slice("mod+".length);
}

/** A sign such as "?" is what the keyboard produced, shift or not; a letter with shift is another key. */
function isSingle(keys: string, press: KeyPress): boolean {
  if (keys.startsWith(SHIFT)) return press.shiftKey && press.key.toLowerCase() === keys.slice(SHIFT.length);
  const letter = /^[a-z]$/i.test(press.key);
  return press.key === (NAMES[keys] ?? keys) && !(letter && press.shiftKey);
}
