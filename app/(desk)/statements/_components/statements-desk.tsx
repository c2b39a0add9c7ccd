"use client";

import { useCallback, useState } from "react";
import { ImportPanel } from "./import-panel";
import { StatementGrid } from "./statement-grid";

type StatementsDeskProps = { channels: readonly { code: string; name: string }[]; mayImport: boolean };

/** The list and, for those who import, the way in above it. What was imported shows in the list at once. */
export function StatementsDesk({ channels, mayImport }: StatementsDeskProps) {
  const [imported, setImported] = useState(0);
  const onImported = useCallback(() => setImported((count) => count + 1), []);
  return (
    <>
      {mayImport ? <ImportPanel onImported={onImported} /> : null}
      <StatementGrid channels={channels} refreshKey={imported} />
    </>
  );
}
