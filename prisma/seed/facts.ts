import type { Facts } from "./demo-types";

/** A piece of history with what is given, and nothing else. */
export function factsOf(given: Partial<Facts>): Facts {
  return {
    orders: given.orders ?? [],
    refunds: given.refunds ?? [],
    lines: given.lines ?? [],
    labels: given.labels ?? [],
  };
}

/** Adds pieces together. Pushed one by one: spreading tens of thousands of items would overflow the call stack. */
export function mergeFacts(pieces: Iterable<Facts>): Facts {
  const merged = factsOf({});
  for (const piece of pieces) {
    for (const order of piece.orders) merged.orders.push(order);
    for (const refund of piece.refunds) merged.refunds.push(refund);
    for (const line of piece.lines) merged.lines.push(line);
    for (const label of piece.labels) merged.labels.push(label);
  }
  return merged;
}
