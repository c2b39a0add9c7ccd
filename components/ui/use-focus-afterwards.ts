import { useEffect } from "react";

const CONTENT = "content";

/**
 * What is done takes its button away with it, and the focus that had just come back to it falls to the top of the page:
 * then the keyboard goes on at the page's content. Whoever still has the focus keeps it.
 */
export function useFocusAfterwards(): void {
  useEffect(
    () => () => {
      // A dialog that gives the focus back itself does so before the next frame.
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) document.getElementById(CONTENT)?.focus({ preventScroll: true });
      });
    },
    [],
  );
}
