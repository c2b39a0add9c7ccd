import { findImport } from "@/server/queries/list-imports";
import { defineReadRoute } from "@/server/read-route";

export const GET = defineReadRoute({
  permission: "statement.view",
  read: (_actor, { no }: { no: string }) => findImport(no),
});
