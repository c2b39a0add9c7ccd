import { join, resolve } from "node:path";
import { z } from "zod";
import { DEMO_CHANNELS } from "./channel";
import { isStandingStill, readClock } from "./clock";
import type { SandboxRules, SandboxSettings } from "./open-sandbox";

const whole = z.coerce.number().int().min(0);

/** What the process is told by its environment; docs/sandbox.md says it in words. */
const environment = z.object({
  DESK_SANDBOX_DATABASE_URL: z.string().min(1),
  DESK_DATA_DIR: z.string().min(1).default(".data"),
  DESK_SANDBOX_DIR: z.string().min(1).optional(),
  DESK_SANDBOX_PORT: whole.max(65_535).default(4_010),
  DESK_SANDBOX_CALLBACKS: z.url().optional(),
  DESK_SANDBOX_SEED: z.string().min(1).default("sandbox"),
  DESK_SANDBOX_LATENCY_MS: whole.default(0),
  DESK_SANDBOX_SLOW_MS: whole.default(4_000),
  DESK_SANDBOX_SETTLE_MS: whole.default(0),
  DESK_SANDBOX_BOUNCE_MS: whole.default(60_000),
  DESK_SANDBOX_LATE_MS: whole.default(20_000),
  DESK_SANDBOX_REFUND_SPACING_MS: whole.default(60_000),
  DESK_SANDBOX_ADOPTS_ORDERS: z.enum(["0", "1"]).default("1"),
  DESK_CLOCK: z.string().optional(),
});

const MAX_SKEW_MS = 300_000;
const LATER_MS = 3_000;

export const USUAL_RULES: SandboxRules = {
  maxRefunds: 50,
  refundSpacingMs: 60_000,
  settleAfterMs: 0,
  bounceAfterMs: 60_000,
  lateMs: 20_000,
  adoptsOrders: true,
  // Ten billion yuan, so that a demo does not run dry.
  openingMinor: 1_000_000_000_000n,
};

export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
  { onFault, onLost }: Pick<SandboxSettings, "onFault" | "onLost">,
): SandboxSettings {
  const read = environment.parse(env);
  return {
    databaseUrl: read.DESK_SANDBOX_DATABASE_URL,
    folder: resolve(read.DESK_SANDBOX_DIR ?? join(read.DESK_DATA_DIR, "sandbox")),
    port: read.DESK_SANDBOX_PORT,
    channels: DEMO_CHANNELS,
    callbacksTo: read.DESK_SANDBOX_CALLBACKS ?? null,
    clock: readClock(read.DESK_CLOCK),
    seed: read.DESK_SANDBOX_SEED,
    pauses: { latencyMs: read.DESK_SANDBOX_LATENCY_MS, slowMs: read.DESK_SANDBOX_SLOW_MS, laterMs: LATER_MS },
    rules: {
      ...USUAL_RULES,
      refundSpacingMs: read.DESK_SANDBOX_REFUND_SPACING_MS,
      // On a clock that stands still nothing would ever settle.
      settleAfterMs: isStandingStill(read.DESK_CLOCK) ? 0 : read.DESK_SANDBOX_SETTLE_MS,
      bounceAfterMs: read.DESK_SANDBOX_BOUNCE_MS,
      lateMs: read.DESK_SANDBOX_LATE_MS,
      adoptsOrders: read.DESK_SANDBOX_ADOPTS_ORDERS === "1",
    },
    maxSkewMs: MAX_SKEW_MS,
    ...{ onFault, onLost },
  };
}
