import { findImport } from "@/server/queries/list-imports";
import { defineReadRoute } from "@/server/read-route";

export const GET = defineReadRoute({
  permission: "statement.view",
  read: (actor, { no }: { no: string }) => findImport(actor, no),
});
