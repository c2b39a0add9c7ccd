"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { BankStatementGrid } from "./bank-statement-grid";
import { BankUpload } from "./bank-upload";

/** The way in for those who import, and the list, which shows at once what came in. */
export function BankDesk({ codes, mayImport }: { codes: readonly string[]; mayImport: boolean }) {
  const router = useRouter();
  const [imported, setImported] = useState(0);
  const onImported = () => {
    setImported((count) => count + 1);
    router.refresh();
  };
  return (
    <>
      {mayImport && codes.length > 0 ? <BankUpload codes={codes} onImported={onImported} /> : null}
      <BankStatementGrid codes={codes} refreshKey={imported} />
    </>
  );
}
