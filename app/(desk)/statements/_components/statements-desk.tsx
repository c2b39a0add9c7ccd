"use client";

import { useCallback, useState } from "react";
import type { ImportDto } from "@/contracts/imports";
import type { ImportActions } from "./import-card";
import { ImportPanel } from "./import-panel";
import { StatementGrid } from "./statement-grid";

type StatementsDeskProps = {
  channels: readonly { code: string; name: string }[];
  jobs: readonly ImportDto[];
  mayImport: boolean;
  actions: ImportActions;
};

/** The list and, above it, what is on its way in. What was stored shows in the list at once. */
export function StatementsDesk({ channels, jobs, mayImport, actions }: StatementsDeskProps) {
  const [stored, setStored] = useState(0);
  const onStored = useCallback(() => setStored((count) => count + 1), []);
  return (
    <>
      <ImportPanel jobs={jobs} mayImport={mayImport} actions={actions} onStored={onStored} />
      <StatementGrid channels={channels} refreshKey={stored} />
    </>
  );
}
