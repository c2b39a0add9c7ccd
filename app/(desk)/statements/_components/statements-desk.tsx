"use client";

import { useRouter } from "next/navigation";
import { useCallback, useState } from "react";
import type { DeliveriesDto } from "@/contracts/deliveries";
import type { ImportDto } from "@/contracts/imports";
import { Deliveries } from "./deliveries";
import type { DeliveryActions } from "./delivery-dialog";
import type { ImportActions } from "./import-card";
import { ImportPanel } from "./import-panel";
import { StatementGrid } from "./statement-grid";

type StatementsDeskProps = {
  channels: readonly { code: string; name: string }[];
  jobs: readonly ImportDto[];
  deliveries: DeliveriesDto;
  waiving: DeliveryActions | null;
  mayImport: boolean;
  actions: ImportActions;
};

/** The list and, above it, what is on its way in. What was stored shows in the list at once. */
export function StatementsDesk({ channels, jobs, deliveries, waiving, mayImport, actions }: StatementsDeskProps) {
  const router = useRouter();
  const [stored, setStored] = useState(0);
  const onStored = useCallback(() => {
    setStored((count) => count + 1);
    router.refresh();
  }, [router]);
  return (
    <>
      <ImportPanel jobs={jobs} mayImport={mayImport} actions={actions} onStored={onStored} />
      <Deliveries deliveries={deliveries} actions={waiving} />
      <StatementGrid channels={channels} refreshKey={stored} />
    </>
  );
}
