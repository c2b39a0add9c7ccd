import { listBulkJobs } from "@/server/queries/find-bulk-job";
import { defineReadRoute } from "@/server/read-route";

export const GET = defineReadRoute({ permission: "suspense.view", read: (actor) => listBulkJobs(actor) });
