import "server-only";
import pino, { type Logger } from "pino";
import { getEnv } from "@/server/env";
import { maskForLog, maskText } from "@/server/mask-secrets";

let root: Logger | null = null;

/** One JSON object per line on stdout; whoever runs us collects it. */
export function getLog(): Logger {
  root ??= makeLog(getEnv().DESK_LOG_LEVEL, pino.destination(1));
  return root;
}

export function makeLog(level: string, destination: pino.DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // Errors have become plain objects before they get here.
      serializers: { err: (value: unknown) => value },
      formatters: { level: (label) => ({ level: label }) },
      hooks: {
        // Before pino's own serialisers, so that an error is masked with its message and stack.
        logMethod(inputs, method) {
          const masked = inputs.map((input) => maskInput(input));
          method.apply(this, masked as typeof inputs);
        },
      },
    },
    destination,
  );
}

function maskInput(input: unknown): unknown {
  if (typeof input === "string") return maskText(input);
  return input instanceof Error ? { err: maskForLog(input), msg: maskText(input.message) } : maskForLog(input);
}
