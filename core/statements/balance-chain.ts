import { toDecimalString } from "@/core/money/parse-money";
import { type CashLine, signedMinor } from "./cash-line";
import { sayLineReason, why } from "./line-reasons";
import { maskCardNumbers } from "./mask-card-numbers";
import { MAX_PROBLEMS, type StatementProblem } from "./statement";

/** What one line did to the balance. */
type Step = { before: bigint; after: bigint };
type Link = Step & { lineNo: number; byteOffset: number; raw: string };

/** Where some lines, put in the right order, begin and end: for lines that lead back to their start, perhaps several. */
type Ends = { opens: ReadonlySet<bigint>; closes: ReadonlySet<bigint>; isLoop: boolean };

type Direction = "forward" | "backward";

/** Lines of one moment that are held to find their order; behind them the next ones are looked at by themselves. */
const MAX_GROUP = 1_000;
/** Lines of a file that are kept to find an order of them all, should they not follow as they stand. */
const MAX_KEPT = 100_000;
const MAX_RAW_CHARS = 300;

/**
 * Follows a running balance: each line's balance less its amount has to be the balance of the line before. Bills list
 * the newest line first or last, so both directions are read. Lines of one second stand in any order, because channels
 * number and sort them apart from how they booked them: they are accepted when some order of them fits. So are those of
 * a whole file, which is told: a channel may book a line before one with an earlier time, and a file may be sorted anew.
 */
export class BalanceChain {
  readonly breaks: StatementProblem[] = [];
  private group: Link[] = [];
  private groupAt = "";
  private lastAt: string | null = null;
  private direction: Direction | null = null;
  private chain: Ends | null = null;
  private readonly kept: Step[] = [];

  constructor(
    private readonly column: string,
    private readonly scale: number,
  ) {}

  /** Adds the next line of the file; one without a balance is none of the chain's. */
  add(line: CashLine): void {
    if (line.balanceAfterMinor === null) return;
    if (this.group.length > 0 && (line.happenedAt !== this.groupAt || this.group.length >= MAX_GROUP)) this.close(true);
    const { lineNo, byteOffset, raw, balanceAfterMinor: after } = line;
    this.groupAt = line.happenedAt;
    const before = after - signedMinor(line);
    this.group.push({ lineNo, byteOffset, raw: raw.slice(0, MAX_RAW_CHARS), before, after });
    if (this.kept.length <= MAX_KEPT) this.kept.push({ before, after });
  }

  /**
   * The balances around all lines, null where no line has one; where their order is open, as the file has it.
   * `isReordered`: the balances follow from the amounts, but not in the file's order.
   */
  end(): { openingMinor: bigint | null; closingMinor: bigint | null; isReordered: boolean } {
    this.close(false);
    const reordered = this.breaks.length > 0 && this.kept.length <= MAX_KEPT ? findShuffledEnds(this.kept) : null;
    if (reordered) this.breaks.length = 0;
    const ends = reordered ?? this.chain;
    const [openingMinor = null] = ends?.opens ?? [];
    const [closingMinor = null] = ends?.closes ?? [];
    return { openingMinor, closingMinor, isReordered: reordered !== null };
  }

  private close(hasNext: boolean): void {
    if (this.group.length === 0) return;
    // With a balance before or behind them, no false figure can pass for another order; alone in a file, it could.
    const isAlone = this.chain === null && !hasNext;
    const ordered = findOrderedEnds(this.group);
    const ends = !isAlone && (!ordered || ordered.isLoop) ? findShuffledEnds(this.group) : ordered;
    if (!ends || !this.join(ends)) this.report();
    this.lastAt = this.groupAt;
    this.group = [];
  }

  /** The first two moments of a file decide its direction: as their times say, or as their balances fit. */
  private join(ends: Ends): boolean {
    const { chain } = this;
    const isRising = this.lastAt === null || this.groupAt >= this.lastAt;
    const likely: Direction[] = isRising ? ["forward", "backward"] : ["backward", "forward"];
    for (const direction of this.direction ? [this.direction] : likely) {
      const joined = !chain ? ends : direction === "forward" ? joinEnds(chain, ends) : joinEnds(ends, chain);
      if (!joined) continue;
      if (chain && !joined.isLoop && this.groupAt !== this.lastAt) this.direction = direction;
      this.chain = joined;
      return true;
    }
    if (this.groupAt !== this.lastAt) this.direction ??= isRising ? "forward" : "backward";
    return false;
  }

  /** Names the lines of the group that don't follow, in the file's order, and goes on from what the last one says. */
  private report(): void {
    const isBackward = this.direction === "backward";
    let [expected] = (isBackward ? this.chain?.opens : this.chain?.closes) ?? [];
    for (const link of this.group) {
      const [stated, next] = isBackward ? [link.after, link.before] : [link.before, link.after];
      if (expected !== undefined && stated !== expected) this.break(link, expected, isBackward);
      expected = next;
    }
    const [first, last] = [this.group[0], this.group.at(-1)];
    if (!first || !last) return;
    const opening = isBackward ? last.before : first.before;
    const closing = isBackward ? first.after : last.after;
    const opens = isBackward || !this.chain ? new Set([opening]) : this.chain.opens;
    const closes = isBackward && this.chain ? this.chain.closes : new Set([closing]);
    this.chain = { opens, closes, isLoop: false };
  }

  private break(link: Link, expected: bigint, isBackward: boolean): void {
    if (this.breaks.length >= MAX_PROBLEMS) return;
    const say = (minor: bigint) => toDecimalString(minor, this.scale);
    const change = link.after - link.before;
    const stated = say(link.after);
    const reason = isBackward
      ? why("balance_breaks_above", { stated, expected: say(expected) })
      : why("balance_breaks", { stated, before: say(expected), change: say(change), expected: say(expected + change) });
    const { lineNo, byteOffset } = link;
    const raw = maskCardNumbers(link.raw, []);
    const place = { lineNo, byteOffset, column: this.column, raw };
    this.breaks.push({ code: "statement_lines_unreadable", ...place, reason: sayLineReason(reason), why: reason });
  }
}

function joinEnds(earlier: Ends, later: Ends): Ends | null {
  const shared = new Set([...earlier.closes].filter((balance) => later.opens.has(balance)));
  if (shared.size === 0) return null;
  const opens = earlier.isLoop ? shared : earlier.opens;
  const closes = later.isLoop ? shared : later.closes;
  return { opens, closes, isLoop: earlier.isLoop && later.isLoop };
}

/** The ends of links that stand in the order in which they happened, or in the reverse of it. */
function findOrderedEnds(links: readonly Link[]): Ends | null {
  const [first, last] = [links[0], links.at(-1)];
  if (!first || !last) return null;
  const isForward = links.every((link, at) => at === 0 || links[at - 1]?.after === link.before);
  const isBackward = links.every((link, at) => at === 0 || links[at - 1]?.before === link.after);
  if (isForward && first.before !== last.after) return pathOf(first.before, last.after);
  if (isBackward && last.before !== first.after) return pathOf(last.before, first.after);
  const starts = [...(isForward ? [first.before] : []), ...(isBackward ? [last.before] : [])];
  return starts.length > 0 ? loopOf(starts) : null;
}

/**
 * Links are the edges of a graph whose nodes are balances; an order that uses each of them once exists if the graph is
 * connected and all nodes but the two ends are entered as often as left (Euler).
 */
function findShuffledEnds(links: readonly Step[]): Ends | null {
  const surplus = new Map<bigint, number>();
  const count = (balance: bigint, change: number) => surplus.set(balance, (surplus.get(balance) ?? 0) + change);
  for (const link of links) {
    count(link.before, 1);
    count(link.after, -1);
  }
  const uneven = [...surplus].filter(([, degree]) => degree !== 0);
  if (uneven.length > 2 || uneven.some(([, degree]) => Math.abs(degree) > 1) || !isConnected(links)) return null;
  const opening = uneven.find(([, degree]) => degree === 1);
  const closing = uneven.find(([, degree]) => degree === -1);
  return opening && closing ? pathOf(opening[0], closing[0]) : loopOf(links.map((link) => link.before));
}

function isConnected(links: readonly Step[]): boolean {
  const neighbours = new Map<bigint, bigint[]>();
  const connect = (from: bigint, to: bigint) => {
    const known = neighbours.get(from);
    if (known) known.push(to);
    else neighbours.set(from, [to]);
  };
  for (const { before, after } of links) {
    connect(before, after);
    connect(after, before);
  }
  const [start = 0n] = neighbours.keys();
  const reached = new Set([start]);
  // A set that grows while it is walked: each balance is visited once.
  for (const balance of reached) for (const next of neighbours.get(balance) ?? []) reached.add(next);
  return reached.size === neighbours.size;
}

function pathOf(opening: bigint, closing: bigint): Ends {
  return { opens: new Set([opening]), closes: new Set([closing]), isLoop: false };
}

function loopOf(starts: readonly bigint[]): Ends {
  const balances = new Set(starts);
  return { opens: balances, closes: balances, isLoop: true };
}
