"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { BankStatementGrid } from "./bank-statement-grid";
import { BankUpload } from "./bank-upload";

type BankDeskProps = {
  codes: readonly string[];
  channels: readonly { code: string; name: string }[];
  mayImport: boolean;
};

/** The way in for those who import, and the list, which shows at once what came in. */
export function BankDesk({ codes, channels, mayImport }: BankDeskProps) {
  const router = useRouter();
  const [imported, setImported] = useState(0);
  const onImported = () => {
    setImported((count) => count + 1);
    router.refresh();
  };
  return (
    <>
      {mayImport && codes.length > 0 ? <BankUpload codes={codes} channels={channels} onImported={onImported} /> : null}
      <BankStatementGrid codes={codes} refreshKey={imported} />
    </>
  );
}
