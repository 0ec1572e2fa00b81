import type { ComponentProps } from "react";

/** A table that can be reached by the keyboard: one that is wider than its place, and has nothing to press in it, is scrolled with the arrow keys. */
function FocusableTable(props: ComponentProps<"table">) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached
  return <table {...props} tabIndex={0} />;
}

/** For `components` of a table that only shows. */
export const scrolledByKeys = { table: FocusableTable };
