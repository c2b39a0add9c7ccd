import { createHash } from "node:crypto";
import type { SandboxChannel } from "../channel";
import type { Sandbox } from "../sandbox";
import { type StatementFile, writeStatement } from "./write-statement";

/** Statements that were announced and wait to be fetched, by the token in their address. */
export type Bills = {
  /** Null for a day on which nothing happened. */
  announce(
    sandbox: Sandbox,
    channel: SandboxChannel,
    day: string,
  ): Promise<{ token: string; file: StatementFile } | null>;
  /** Null when it was never announced, or so long ago that others have taken its place. */
  fetch(channel: SandboxChannel, token: string): StatementFile | null;
};

const KEPT = 32;

export function createBills(): Bills {
  const kept = new Map<string, StatementFile>();
  return {
    announce: async (sandbox, channel, day) => {
      const call = { channel: channel.code, kind: "STATEMENT", operation: null, outNo: day } as const;
      const { conduct } = sandbox.moods.meet(call);
      const file = await writeStatement(sandbox, channel, day, conduct.statement);
      if (file === null) return null;
      const token = createHash("sha256").update(file.bytes).digest("hex").slice(0, 32);
      kept.set(`${channel.code}/${token}`, file);
      const oldest = kept.size > KEPT ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      return { token, file };
    },
    fetch: (channel, token) => kept.get(`${channel.code}/${token}`) ?? null,
  };
}
