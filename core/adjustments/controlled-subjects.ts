/**
 * Subjects whose balance is the sum of something that people work on elsewhere, and that the proofs compare with it: an
 * adjustment would make the book and that work disagree. Each is changed by its own work alone.
 */
export const CONTROLS = ["BANK", "CHANNEL", "CLAIM", "SUSPENSE", "IN_TRANSIT", "LOSS"] as const;
export type Control = (typeof CONTROLS)[number];

const CONTROLLED: ReadonlyMap<string, Control> = new Map([
  // The bank's statements say what it is; see the proof `bank_is_book`.
  ["1002", "BANK"],
  // The books follow the channel: Σ statement nets and what is buffered.
  ["1122", "CHANNEL"],
  ["1221", "CLAIM"],
  ["1901", "SUSPENSE"],
  ["2241", "SUSPENSE"],
  ["2242", "IN_TRANSIT"],
  ["2243", "IN_TRANSIT"],
  // A loss takes two checkers whatever its amount, and is given up with the item that it comes from.
  ["6711", "LOSS"],
]);

/** What keeps people from writing lines to accounts of this subject; null where they may. */
export function controlOf(glCode: string): Control | null {
  return CONTROLLED.get(glCode) ?? null;
}
