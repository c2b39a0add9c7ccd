const FIGURE = String.raw`-?\d+\.\d\d`;

/**
 * What the readers of files note in English about a file's totals, and as what it is said. A statement keeps its notes as they
 * were written, so they are recognised here; what a channel wrote itself fits none of them.
 */
const NOTES = [
  {
    key: "report",
    form: new RegExp(
      `^(?<trades>\\d+) trades, payments of (?<paid>${FIGURE}), refunds of (?<refunded>${FIGURE}), a net of (?<net>${FIGURE})$`,
    ),
  },
  {
    key: "errors",
    form: new RegExp(
      `^(?<trades>\\d+) error trade\\(s\\), not part of this statement: (?<credited>${FIGURE}) to us, (?<debited>${FIGURE}) from us, fees (?<fees>${FIGURE})$`,
    ),
  },
  { key: "summary", form: /^(?<payments>\d+) payments, (?<refunds>\d+) refunds$/ },
  { key: "unreadable", form: /^no row of it could be read: there is no control total$/ },
  { key: "ignored", form: /^of another day or merchant: (?<files>.+)$/ },
  { key: "otherAccount", form: /^of another account$/ },
  { key: "none", form: /^none in this file$/ },
  { key: "pending", form: /^(?<entries>\d+) entries are not booked yet and are no lines$/ },
  { key: "reordered", form: /^the lines do not stand in the order of their balances, which follow from the amounts/ },
] as const;

export type StatedNote = { key: (typeof NOTES)[number]["key"]; values: Readonly<Record<string, string>> };

/** A note of ours with its figures as exact decimals, or null for what stands in the file itself. */
export function findStatedNote(text: string): StatedNote | null {
  for (const { key, form } of NOTES) {
    const found = form.exec(text);
    if (found) return { key, values: { ...found.groups } };
  }
  return null;
}
