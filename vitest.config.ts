import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;

const shared = {
  resolve: {
    alias: [
      { find: /^server-only$/, replacement: resolve(root, "tests/server-only.ts") },
      { find: /^@\//, replacement: `${root}/` },
    ],
  },
};
const excluded = ["**/node_modules/**", "**/.next/**", "**/.data/**", "**/.test-data/**", "e2e/**"];

export default defineConfig({
  test: {
    // Two cores: one for the database.
    maxWorkers: 2,
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...excluded, "**/*.db.test.ts"],
          environment: "node",
          env: { DESK_LOG_LEVEL: "silent" },
        },
      },
      {
        ...shared,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: excluded,
          environment: "node",
          env: { DESK_LOG_LEVEL: "silent" },
          globalSetup: "tests/db.setup.ts",
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
