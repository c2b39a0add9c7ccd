"use client";

import { useState } from "react";
import type { ActionRefusal, ActionResult } from "@/contracts/action-result";

export type ServerCommand<Output> = (raw: unknown) => Promise<ActionResult<Output>>;

export type UseCommand<Output> = {
  /** Sends the input under the command id; the outcome, or null when it was refused. */
  readonly run: (input: object) => Promise<Output | null>;
  readonly pending: boolean;
  readonly refusal: ActionRefusal | null;
  /** A new intent: another command id, and no refusal on the screen. */
  readonly reset: () => void;
};

const INTERRUPTED: ActionRefusal = { code: "request_interrupted", message: "The server did not answer." };

/**
 * One intent towards the server. The command id is minted when the question is opened and kept until it has succeeded:
 * after a lost answer, sending again does nothing twice.
 */
export function useCommand<Output>(command: ServerCommand<Output>): UseCommand<Output> {
  const [commandId, setCommandId] = useState(() => crypto.randomUUID());
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<ActionRefusal | null>(null);
  const reset = () => {
    setCommandId(crypto.randomUUID());
    setRefusal(null);
  };
  const run = async (input: object): Promise<Output | null> => {
    setPending(true);
    setRefusal(null);
    try {
      const result = await command({ commandId, ...input });
      if (!result.ok) {
        setRefusal(result.refusal);
        return null;
      }
      setCommandId(crypto.randomUUID());
      return result.value;
    } catch {
      setRefusal(INTERRUPTED);
      return null;
    } finally {
      setPending(false);
    }
  };
  return { run, pending, refusal, reset };
}
