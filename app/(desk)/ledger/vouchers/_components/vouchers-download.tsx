"use client";

import { useGridFilters } from "@/components/grid/use-grid-filters";
import { JournalDownload } from "@/components/voucher/journal-download";
import type { Role } from "@/core/permissions/permissions";

const DAYS = ["from", "to"] as const;

/** The journal of the days that the list is limited to; its other filters do not narrow it. */
export function VouchersDownload({ roles }: { roles: readonly Role[] }) {
  const { values } = useGridFilters(DAYS);
  return <JournalDownload from={values.from} to={values.to} roles={roles} />;
}
