import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  // Only for `prisma migrate deploy` on a machine with Prisma's own engine; ours is scripts/migrate.ts. Generating needs none.
  ...(process.env.DATABASE_OWNER_URL === undefined ? {} : { datasource: { url: process.env.DATABASE_OWNER_URL } }),
});
