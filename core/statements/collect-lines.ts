import type { EncodingGuess } from "./guess-encoding";
import { type LineReason, sayLineReason, why } from "./line-reasons";
import { maskCardNumbers } from "./mask-card-numbers";
import type { RowProblem } from "./row";
import { type CutLine, LineSplitter } from "./split-lines";
import { MAX_PROBLEMS, type StatementProblem } from "./statement";

/** A reading of one physical line: nothing (frame, comment, blank), a line of the file, or what is wrong with it. */
export type Reading<L> = { line: L } | { problem: RowProblem } | null;

/** That a line cannot be read, and where in it: `column` as its header names it, null for the line as a whole. */
export function unreadable(reason: LineReason, column: string | null = null): { problem: RowProblem } {
  return { problem: { code: "statement_lines_unreadable", column, reason: sayLineReason(reason), why: reason } };
}

const MAX_PROBLEM_RAW_CHARS = 300;

/** Gets every line that cannot be read, with its whole text and its bytes: then reading goes on behind the last one. */
export type ProblemSink = (problem: StatementProblem, bytes: Uint8Array) => void;

/**
 * Cuts a file's bytes into lines, has each read by `read`, and hands out what it made of them until one cannot be read:
 * from then on only further problems are of interest, at most MAX_PROBLEMS.
 */
export class LineCollector<L> {
  readonly splitter: LineSplitter;
  readonly problems: StatementProblem[] = [];

  constructor(
    private readonly read: (physical: CutLine) => Reading<L>,
    guess?: EncodingGuess,
    private readonly sink?: ProblemSink,
    /** Reads a line that needs no second look; null where it is `read` that has to. */
    private readonly readPlain?: (physical: CutLine) => L | null,
  ) {
    this.splitter = new LineSplitter(guess);
  }

  /** True once nothing that follows can change that the file is refused. */
  get hasFailed(): boolean {
    return this.splitter.failure !== null || this.hasEnough;
  }

  private get hasEnough(): boolean {
    return this.sink === undefined && this.problems.length >= MAX_PROBLEMS;
  }

  feed(chunk: Uint8Array): L[] {
    return this.collect(this.splitter.feed(chunk));
  }

  /** The last line, where the file doesn't end with a line end. */
  end(): L[] {
    return this.collect(this.splitter.end());
  }

  private collect(physicals: readonly CutLine[]): L[] {
    const lines: L[] = [];
    for (const physical of physicals) {
      if (this.hasEnough) break;
      const plain = this.readPlain?.(physical);
      if (plain) {
        lines.push(plain);
        continue;
      }
      const reading = physical.holdsNul ? nulCharacter : this.read(physical);
      if (reading === null) continue;
      if ("problem" in reading) this.note(physical, reading.problem);
      else lines.push(reading.line);
    }
    return this.problems.length > 0 ? [] : lines;
  }

  private note(physical: CutLine, problem: RowProblem): void {
    const whole = toProblem(physical, problem);
    this.sink?.(whole, physical.bytes);
    const raw = whole.raw.slice(0, MAX_PROBLEM_RAW_CHARS);
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ ...whole, raw });
  }
}

const nulCharacter = unreadable(why("line_nul"));

function toProblem(physical: CutLine, problem: RowProblem): StatementProblem {
  const raw = maskCardNumbers(physical.text, []);
  return { ...problem, lineNo: physical.lineNo, byteOffset: physical.byteOffset, raw };
}
