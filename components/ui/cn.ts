import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// tailwind-merge has to be told our own names, or it takes `text-2xs` for a colour and drops it before `text-muted`.
const merge = extendTailwindMerge({
  extend: {
    classGroups: { "font-size": [{ text: ["2xs"] }], shadow: [{ shadow: ["card", "pop"] }] },
    theme: { spacing: ["control", "row", "card", "section"] },
  },
});

/** Joins class names; of two that set the same thing the later one wins, so a caller can adjust a component. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
