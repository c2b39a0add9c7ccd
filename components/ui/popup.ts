/** The look shared by menus and lists that open over the page. */
export const POPUP_CLASS =
  "rounded-lg border border-line bg-raised p-1 text-ink shadow-pop outline-hidden origin-(--transform-origin) " +
  "transition-[opacity,scale] duration-100 data-starting-style:scale-[0.98] data-starting-style:opacity-0 data-ending-style:opacity-0";
