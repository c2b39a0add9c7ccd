import { invariant } from "@/core/result";
import { drawFromFullest } from "./draw-from-fullest";
import { FLOW_KINDS, type Flow, type FlowKind, type Place, placeKey } from "./flow";

/** What a place has on one day of the table; minor units. `parts` are signed: what comes in is positive. */
export type PlaceDay = {
  readonly on: string;
  readonly openingMinor: bigint;
  readonly inMinor: bigint;
  readonly outMinor: bigint;
  readonly closeMinor: bigint;
  /** How far the close is below the minimum line, or below zero where there is none; of channels always 0. */
  readonly shortfallMinor: bigint;
  readonly parts: Readonly<Record<FlowKind, bigint>>;
};
export type Projection = { readonly place: Place; readonly days: readonly PlaceDay[] };

type Moved = Map<FlowKind, bigint>;
type Running = { readonly place: Place; closeMinor: bigint; readonly moved: Moved[] };

/**
 * Lays flows out over the days (ascending, at least one), place by place: opening + in − out = close, and each day opens as the
 * one before has closed. A flow counts once where it leaves and once where it arrives. What is due before the first day
 * counts on it; what is due after the last one does not count. Money from any bank is drawn after everything else of its
 * day, so that it is taken where money then is.
 */
export function project(places: readonly Place[], flows: readonly Flow[], days: readonly string[]): Projection[] {
  invariant(days.length > 0, "a position has a day");
  const running = new Map(places.map((place): [string, Running] => [keyOf(place), begin(place, days.length)]));
  days.forEach((_, index) => {
    const due = flows.filter((flow) => dayIndexOf(flow.dueOn, days) === index);
    for (const flow of due) if (flow.from !== "ANY_BANK") move(running, flow, index);
    for (const flow of due) if (flow.from === "ANY_BANK") draw(running, flow, index);
  });
  return places.map((place) => ({ place, days: toDays(running.get(keyOf(place)), days) }));
}

function keyOf(place: Place): string {
  return placeKey(place, place.asset);
}

function begin(place: Place, count: number): Running {
  return { place, closeMinor: place.openingMinor, moved: Array.from({ length: count }, () => new Map()) };
}

/** The first day of the table that is not before it; −1 where there is none. */
function dayIndexOf(dueOn: string, days: readonly string[]): number {
  return days.findIndex((day) => day >= dueOn);
}

function move(running: ReadonlyMap<string, Running>, { kind, from, to, asset, amountMinor }: Flow, day: number): void {
  invariant(amountMinor > 0n, "what moves is more than nothing");
  if (from !== null && from !== "ANY_BANK") add(running.get(placeKey(from, asset)), kind, -amountMinor, day);
  if (to !== null) add(running.get(placeKey(to, asset)), kind, amountMinor, day);
}

function draw(running: ReadonlyMap<string, Running>, { kind, asset, amountMinor }: Flow, day: number): void {
  invariant(amountMinor > 0n, "what moves is more than nothing");
  const banks = [...running.values()].filter(({ place }) => place.paysOut && place.asset === asset);
  invariant(banks.length > 0, `some bank pays out ${asset}`);
  const levels = banks.map(({ closeMinor }) => closeMinor);
  drawFromFullest(levels, amountMinor).forEach((takenMinor, index) => {
    if (takenMinor > 0n) add(banks[index], kind, -takenMinor, day);
  });
}

function add(one: Running | undefined, kind: FlowKind, changeMinor: bigint, day: number): void {
  const moved = one?.moved[day];
  invariant(one && moved, "what moves is at a place of the table");
  one.closeMinor += changeMinor;
  moved.set(kind, (moved.get(kind) ?? 0n) + changeMinor);
}

function toDays(one: Running | undefined, days: readonly string[]): PlaceDay[] {
  invariant(one, "every place was begun");
  let openingMinor = one.place.openingMinor;
  return days.map((on, index) => {
    const moved = one.moved[index] ?? new Map();
    const day = toDay(one.place, on, openingMinor, moved);
    openingMinor = day.closeMinor;
    return day;
  });
}

function toDay(place: Place, on: string, openingMinor: bigint, moved: Moved): PlaceDay {
  const changes = [...moved.values()];
  const inMinor = changes.reduce((sum, change) => (change > 0n ? sum + change : sum), 0n);
  const outMinor = changes.reduce((sum, change) => (change < 0n ? sum - change : sum), 0n);
  const closeMinor = openingMinor + inMinor - outMinor;
  const belowMinor = (place.minimumMinor ?? 0n) - closeMinor;
  const shortfallMinor = place.kind === "BANK" && belowMinor > 0n ? belowMinor : 0n;
  const parts = Object.fromEntries(FLOW_KINDS.map((kind) => [kind, moved.get(kind) ?? 0n]));
  return { on, openingMinor, inMinor, outMinor, closeMinor, shortfallMinor, parts: parts as PlaceDay["parts"] };
}
