import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { type Env, getEnv } from "@/server/env";
import { reader } from "@/server/transact";
import { anchorPath, readFileLines } from "./anchor-file";
import { findPlace } from "./find-other-trail";

/** So many in one turn at most; what is left is sent with the next. */
const MAX_SENT = 1_000;
const TIMEOUT_MS = 10_000;
const PAUSES_MS = [1_000, 4_000];

type Outside = { readonly url: string; readonly token: string | undefined; readonly pausesMs: readonly number[] };

/**
 * Sends every anchor that the address outside has not confirmed yet, in order, as the line that stands in the file. At
 * least once: who receives it knows an anchor by trail and number. Throws when an anchor was tried three times in vain; it
 * stays the first one to be sent.
 */
export async function sendAnchors(outside: Outside | null = readOutside(getEnv())): Promise<{ sent?: number }> {
  if (outside === null) return {};
  const path = anchorPath((await findPlace(reader)).trail);
  const waiting = await reader.query<{ no: bigint; from_byte: bigint; end_byte: bigint }>(
    `SELECT a.no, coalesce(before.end_byte, 0) AS from_byte, a.end_byte
     FROM audit_anchors a LEFT JOIN audit_anchors before ON before.no = a.no - 1
     WHERE a.no > coalesce((SELECT max(anchor_no) FROM audit_anchor_deliveries), 0) ORDER BY a.no LIMIT ${MAX_SENT}`,
  );
  for (const { no, from_byte, end_byte } of waiting) {
    for await (const line of readFileLines(path, Number(from_byte), Number(end_byte)))
      await send(outside, no, line.text);
    await reader.query("INSERT INTO audit_anchor_deliveries (anchor_no) VALUES ($1) ON CONFLICT DO NOTHING", [no]);
  }
  return { sent: waiting.length };
}

function readOutside({ DESK_ANCHOR_URL: url, DESK_ANCHOR_TOKEN: token }: Env): Outside | null {
  return url === undefined ? null : { url, token, pausesMs: PAUSES_MS };
}

async function send({ url, token, pausesMs }: Outside, no: bigint, line: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const fault = await post(url, token, line);
    if (fault === null) return;
    const pauseMs = pausesMs[attempt];
    if (pauseMs === undefined) {
      // The host alone: an address may carry a secret.
      throw new Error(
        `Anchor ${no} could not be sent to ${new URL(url).host}: ${fault}. It stands in its file and is sent with the next turn.`,
      );
    }
    await wait(pauseMs);
  }
}

/** Null when it was taken, else why not. */
async function post(url: string, token: string | undefined, line: string): Promise<string | null> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: `${line}\n`,
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body?.cancel();
    return answer.ok ? null : `it answered ${answer.status}`;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.cause instanceof Error ? error.cause.message : error.message;
  }
}
