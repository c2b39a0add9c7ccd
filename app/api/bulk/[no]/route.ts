import { findBulkJob } from "@/server/queries/find-bulk-job";
import { defineReadRoute } from "@/server/read-route";

export const GET = defineReadRoute({
  permission: "suspense.view",
  read: (actor, { no }: { no: string }) => findBulkJob(actor, no),
});
