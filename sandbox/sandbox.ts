import type pg from "pg";
import type { Clerk } from "./books/clerk";
import type { Courier } from "./callbacks/courier";
import type { SandboxChannel } from "./channel";
import type { Clock } from "./clock";
import type { MoodBook } from "./moods/mood-book";
import type { Bills } from "./statements/bills";

/** What everything in the sandbox works with. */
export type Sandbox = {
  readonly db: pg.Pool;
  readonly clock: Clock;
  readonly channels: ReadonlyMap<string, SandboxChannel>;
  readonly clerk: Clerk;
  readonly moods: MoodBook;
  readonly courier: Courier;
  readonly bills: Bills;
  readonly pauses: Pauses;
  /** Null: any timestamp of a signed request will do, for tests whose clock stands somewhere else. */
  readonly maxSkewMs: number | null;
  /** The address that it answers at, without a slash behind it. */
  readonly address: () => string;
  readonly onFault: (error: unknown) => void;
};

/** How long its moods take. */
export type Pauses = {
  /** Every call, even of a channel in the best of moods. */
  readonly latencyMs: number;
  /** A slow one. */
  readonly slowMs: number;
  /** From cutting the line to taking in what came over it. */
  readonly laterMs: number;
};
