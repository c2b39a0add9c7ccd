"use client";

import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import { type CellPlace, findCell } from "./cell-place";

export type CellFocus = {
  /** Where the keyboard is in the list, or was when it went elsewhere; null before it came. */
  readonly place: CellPlace | null;
  /** Brings the keyboard to a cell. */
  readonly focus: (place: CellPlace) => void;
  /** The keyboard came by itself: by a click, or by Tab. */
  readonly noticed: (place: CellPlace) => void;
};

/** One cell of the list has the keyboard. Its row is always drawn, so that scrolling away does not lose it. */
export function useCellFocus(list: RefObject<HTMLElement | null>, source: string): CellFocus {
  const [held, setHeld] = useState<{ place: CellPlace; source: string } | null>(null);
  const wanted = useRef(false);
  // In another list the place means another row.
  const place = held !== null && held.source === source ? held.place : null;
  useLayoutEffect(() => {
    if (!wanted.current || place === null) return;
    wanted.current = false;
    const cell = findCell(list.current, place);
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [list, place]);
  return {
    place,
    focus: (next) => {
      wanted.current = true;
      setHeld({ place: next, source });
    },
    noticed: (next) => {
      if (place?.row !== next.row || place.key !== next.key) setHeld({ place: next, source });
    },
  };
}
