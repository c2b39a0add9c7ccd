"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { MappingTrialDto } from "@/contracts/mapping-views";
import { MAX_PREVIEW_BYTES } from "@/contracts/statement-mapping";
import type { StatementMapping } from "@/core/statements/mapping/mapping";

/** The beginning of a dropped file: enough for a preview, small enough to be sent with every change. */
export type FileHead = { readonly name: string; readonly head: string; readonly isWhole: boolean };

const SETTLE_MS = 250;
const CHARS_AT_ONCE = 0x8000;

/** Null for a packed file: what is inside cannot be looked at without unpacking it. */
export async function readHead(file: File): Promise<FileHead | null> {
  const bytes = new Uint8Array(await file.slice(0, MAX_PREVIEW_BYTES).arrayBuffer());
  const isPacked = (bytes[0] === 0x50 && bytes[1] === 0x4b) || (bytes[0] === 0x1f && bytes[1] === 0x8b);
  if (isPacked) return null;
  let text = "";
  for (let at = 0; at < bytes.length; at += CHARS_AT_ONCE) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHARS_AT_ONCE));
  }
  return { name: file.name, head: btoa(text), isWhole: file.size <= MAX_PREVIEW_BYTES };
}

type Trial = {
  readonly trial: MappingTrialDto | null;
  readonly hasFailed: boolean;
  /** Asks the server for a first mapping of the file, which then takes the place of the one being edited. */
  readonly suggest: (file: FileHead) => Promise<StatementMapping | null>;
};

/** What the mapping being edited makes of the file, asked anew a moment after each change; only the last answer counts. */
export function useMappingTrial(channel: string, mapping: StatementMapping, file: FileHead | null): Trial {
  const [trial, setTrial] = useState<MappingTrialDto | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const asked = useRef<AbortController | null>(null);

  const ask = useCallback(
    async (tried: StatementMapping, of: FileHead | null): Promise<void> => {
      asked.current?.abort();
      const abort = new AbortController();
      asked.current = abort;
      const found = await post(toBody(channel, tried, of), abort.signal);
      if (abort.signal.aborted) return;
      setHasFailed(found === null);
      if (found !== null) setTrial(found);
    },
    [channel],
  );

  useEffect(() => {
    const timer = setTimeout(() => void ask(mapping, file), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [ask, mapping, file]);
  useEffect(() => () => asked.current?.abort(), []);

  const suggest = useCallback(
    async (of: FileHead) => {
      const found = await post(toBody(channel, null, of), null);
      setHasFailed(found === null);
      return found?.mapping ?? null;
    },
    [channel],
  );
  return { trial, hasFailed, suggest };
}

function toBody(channel: string, mapping: StatementMapping | null, file: FileHead | null): object {
  return { channel, mapping, head: file?.head ?? "", isWhole: file?.isWhole ?? true };
}

async function post(body: object, signal: AbortSignal | null): Promise<MappingTrialDto | null> {
  try {
    const headers = { "Content-Type": "application/json" };
    const response = await fetch("/api/mappings/preview", {
      method: "POST",
      headers,
      body: JSON.stringify(body),
      signal,
    });
    return response.ok ? ((await response.json()) as MappingTrialDto) : null;
  } catch {
    // Aborted by a later change, or the server was not reached: the preview says so, and the next change asks again.
    return null;
  }
}
