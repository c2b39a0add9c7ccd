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
          // A limit ends what hangs; how long a thing takes depends on the machine, and is measured in bench/.
          testTimeout: 1_800_000,
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
          testTimeout: 1_800_000,
          hookTimeout: 1_800_000,
        },
      },
    ],
  },
});
