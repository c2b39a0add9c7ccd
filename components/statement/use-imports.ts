"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { ActionRefusal } from "@/contracts/action-result";
import { hasEnded, type ImportDto } from "@/contracts/imports";
import { type FileToSend, sendFile } from "./send-file";

/** A file on its way to the server; once there it is a job, which everybody sees. */
export type SendingFile = FileToSend & { readonly sentBytes: number; readonly refusal: ActionRefusal | null };

const QUERY_KEY = ["statement-imports"] as const;
const BUSY_MS = 1_000;
/** For what others send, or the watched folder brings. */
const IDLE_MS = 8_000;
const AT_ONCE = 3;

/** Everybody's import jobs, live; `onStored` is called when one has become a statement. */
export function useImportJobs(initial: readonly ImportDto[], onStored: () => void): readonly ImportDto[] {
  const { data } = useQuery({
    queryKey: QUERY_KEY,
    initialData: initial,
    queryFn: async ({ signal }): Promise<readonly ImportDto[]> => {
      const response = await fetch("/api/statements/imports", { signal });
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      // The route's own types made this; both ends are the same build.
      return (await response.json()) as ImportDto[];
    },
    refetchInterval: ({ state }) => (state.data?.some(isMoving) ? BUSY_MS : IDLE_MS),
  });
  const stored = data.filter((job) => job.statementNo !== null && !job.isDuplicate).length;
  const known = useRef(stored);
  useEffect(() => {
    if (stored > known.current) onStored();
    known.current = stored;
  }, [stored, onStored]);
  return data;
}

function isMoving({ status }: ImportDto): boolean {
  return !hasEnded(status) && status !== "WAITING";
}

/** Looks at the jobs again at once, after something was done to one. */
export function useRefreshImports(): () => void {
  const client = useQueryClient();
  return useCallback(() => void client.invalidateQueries({ queryKey: QUERY_KEY }), [client]);
}

/** Files of this page on their way, a few at a time. */
export function useSendFiles(): {
  files: readonly SendingFile[];
  send: (files: readonly File[], isDryRun: boolean) => void;
  again: (file: SendingFile) => void;
  remove: (file: SendingFile) => void;
} {
  const [files, setFiles] = useState<readonly SendingFile[]>([]);
  const lines = useRef(Array.from({ length: AT_ONCE }, () => Promise.resolve()));
  const next = useRef(0);
  const refresh = useRefreshImports();

  const change = useCallback((commandId: string, changed: Partial<SendingFile>) => {
    setFiles((all) => all.map((file) => (file.commandId === commandId ? { ...file, ...changed } : file)));
  }, []);
  const remove = useCallback(({ commandId }: { commandId: string }) => {
    setFiles((all) => all.filter((file) => file.commandId !== commandId));
  }, []);
  const start = useCallback(
    (file: FileToSend) => {
      const line = next.current % AT_ONCE;
      next.current += 1;
      lines.current[line] = (lines.current[line] ?? Promise.resolve()).then(async () => {
        const sent = await sendFile(file, (sentBytes) => change(file.commandId, { sentBytes }));
        refresh();
        if ("job" in sent) remove(file);
        else change(file.commandId, { refusal: sent.refusal });
      });
    },
    [change, refresh, remove],
  );
  const send = (chosen: readonly File[], isDryRun: boolean) => {
    const added = chosen.map((file) => ({
      file,
      isDryRun,
      commandId: crypto.randomUUID(),
      sentBytes: 0,
      refusal: null,
    }));
    setFiles((all) => [...all, ...added]);
    for (const file of added) start(file);
  };
  const again = (file: SendingFile) => {
    change(file.commandId, { refusal: null, sentBytes: 0 });
    start(file);
  };
  return { files, send, again, remove };
}
