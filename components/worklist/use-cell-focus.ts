"use client";

import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import { type CellPlace, findCell } from "./cell-place";

export type CellFocus = {
  /** Where the keyboard is in the list, or was when it went elsewhere; null before it came. */
  readonly place: CellPlace | null;
  /** Brings the keyboard to a cell. */
  readonly focus: (place: CellPlace) => void;
  /**
   * The keyboard came by itself, by a click or by Tab. False where a dialog that closes gave it back to the row it was opened
   * from, while the list had already gone on: then it is brought to where the list is.
   */
  readonly noticed: (place: CellPlace) => boolean;
  /** Whoever presses a cell means it. */
  readonly pressed: () => void;
};

/** One cell of the list has the keyboard. Its row is always drawn, so that scrolling away does not lose it. */
export function useCellFocus(list: RefObject<HTMLElement | null>, source: string): CellFocus {
  const [held, setHeld] = useState<{ place: CellPlace; source: string } | null>(null);
  const wanted = useRef(false);
  const left = useRef<CellPlace | null>(null);
  // In another list the place means another row.
  const place = held !== null && held.source === source ? held.place : null;
  useLayoutEffect(() => {
    if (!wanted.current || place === null) return;
    wanted.current = false;
    const cell = findCell(list.current, place);
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [list, place]);
  const focus = (next: CellPlace) => {
    wanted.current = true;
    left.current = list.current?.contains(document.activeElement) ? null : place;
    setHeld({ place: next, source });
  };
  return {
    place,
    focus,
    noticed: (next) => {
      if (isSame(place, next)) return true;
      const isGivenBack = place !== null && isSame(left.current, next);
      // A place of its own, or nothing would have changed and nobody would go there.
      if (isGivenBack) focus({ ...place });
      else setHeld({ place: next, source });
      return !isGivenBack;
    },
    pressed: () => {
      left.current = null;
    },
  };
}

function isSame(one: CellPlace | null, other: CellPlace): boolean {
  return one?.row === other.row && one.key === other.key;
}
