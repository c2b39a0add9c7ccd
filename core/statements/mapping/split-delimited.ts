/**
 * Cuts a line at `delimiter`, in one pass. A quote counts only as a cell's first character, is doubled inside, and has to
 * be followed by the delimiter or the line's end. Null when one is left open or text follows it.
 */
export function splitDelimited(text: string, delimiter: string, quote: string | null): string[] | null {
  if (quote === null || !text.includes(quote)) return text.split(delimiter);
  const cells: string[] = [];
  let start = 0;
  while (start <= text.length) {
    if (text[start] !== quote) {
      const next = text.indexOf(delimiter, start);
      const end = next < 0 ? text.length : next;
      cells.push(text.slice(start, end));
      start = end + 1;
      continue;
    }
    const close = closingQuote(text, start + 1, delimiter, quote);
    if (close < 0) return null;
    cells.push(text.slice(start + 1, close).replaceAll(quote + quote, quote));
    start = close + 2;
  }
  return cells;
}

function closingQuote(text: string, from: number, delimiter: string, quote: string): number {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 1)) {
    if (text[at + 1] === quote) at += 1;
    else return at + 1 === text.length || text[at + 1] === delimiter ? at : -1;
  }
  return -1;
}
