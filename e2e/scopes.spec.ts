import { type APIRequestContext, expect } from "@playwright/test";
import { readAddresses } from "./fixtures/build-manifests";
import { desk, type OwnerPool, test } from "./fixtures/test";
import { fewAtOnce } from "./support/at-once";

/**
 * Who may see one merchant alone asks for everything that the build answers to: every list, and the pages and routes of
 * another merchant's orders, payouts, items and so on. No answer may hold a trace of another merchant.
 */
const { pages: PAGES, routes: ROUTES } = readAddresses();
/** Between them they may open every page but those of administrators, who see no money. */
const ROLES = ["OPERATOR", "FINANCE_LEAD", "CUSTOMER_SERVICE", "AUDITOR"] as const;
const ROWS = "limit=200";

/** Another merchant's number for what stands in brackets, by the first words of the page's address or its route's. $1 is the merchant. */
const FOREIGN: readonly (readonly [start: string, sql: string])[] = [
  ["/orders/", "SELECT order_no AS no FROM orders WHERE merchant_id = $1"],
  [
    "/refunds/",
    "SELECT refund_no AS no FROM refunds WHERE order_no IN (SELECT order_no FROM orders WHERE merchant_id = $1)",
  ],
  ["/payouts/files/", "SELECT 'NONE' AS no"],
  ["/payouts/", "SELECT payout_no AS no FROM payouts WHERE merchant_id = $1"],
  ["/settlement/", "SELECT settlement_no AS no FROM settlements WHERE merchant_id = $1"],
  ["/suspense/claims/", "SELECT 'NONE' AS no"],
  ["/suspense/", "SELECT item_no AS no FROM suspense_items WHERE merchant_id = $1"],
  ["/merchants/", "SELECT merchant_no AS no FROM merchants WHERE id = $1"],
  ["/ledger/accounts/", "SELECT account_no AS no FROM accounts WHERE merchant_id = $1"],
  [
    "/ledger/vouchers/",
    "SELECT voucher_no AS no FROM vouchers WHERE id IN (SELECT voucher_id FROM entries WHERE account_id IN (SELECT id FROM accounts WHERE merchant_id = $1))",
  ],
  ["/reconciliation/", "SELECT batch_no AS no FROM batches ORDER BY id DESC"],
  ["/statements/", "SELECT statement_no AS no FROM statements ORDER BY id DESC"],
  ["/clearing/", "SELECT batch_no AS no FROM clearing_batches ORDER BY id DESC"],
];

type Merchant = { id: string; no: string; name: string };

for (const role of ROLES) {
  test(`${role} of one merchant sees nothing of another, on any page or route`, async ({
    signIn,
    context,
    ownerPool,
  }) => {
    const { own, others } = await chooseMerchants(ownerPool);
    await signInScoped(ownerPool, signIn, role, own.no);
    const orders = await (await context.request.get(`/api/grid/orders?${ROWS}`)).text();
    expect(orders, "they see their own").toContain(own.name);
    const leaks: string[] = [];
    await fewAtOnce([...PAGES, ...ROUTES], async (address) => {
      for (const path of await pathsOf(ownerPool, address, others)) {
        leaks.push(...(await findLeaks(context.request, path, others)));
      }
    });
    expect(leaks).toEqual([]);
  });
}

test("who may see all merchants is shown others, so what is looked for above can be found", async ({
  signIn,
  context,
  ownerPool,
}) => {
  const { others } = await chooseMerchants(ownerPool);
  await signIn("auditor");
  for (const path of [`/api/grid/merchants?${ROWS}`, `/api/grid/orders?${ROWS}`, "/merchants/M0002"])
    expect(await findLeaks(context.request, path, others), path).toHaveLength(1);
});

/** The number that was asked for comes back in the page's own address; its merchant's name must not. */
async function findLeaks(request: APIRequestContext, path: string, others: readonly Merchant[]): Promise<string[]> {
  const answer = await request.get(path, { maxRedirects: 0 });
  const text = await answer.text();
  const seen = others.filter(
    ({ no, name }) => text.includes(name) || (!path.includes(no) && new RegExp(`\\b${no}\\b`).test(text)),
  );
  const named = seen.slice(0, 3).map(({ no, name }) => `${no} ${name}`);
  return seen.length === 0 ? [] : [`${path} (${answer.status()}): ${named.join(", ")}`];
}

async function pathsOf(ownerPool: OwnerPool, address: string, others: readonly Merchant[]): Promise<string[]> {
  const isGrid = address.startsWith("/api/grid/");
  if (!address.includes("[")) return [isGrid ? `${address}?${ROWS}` : address];
  const [, sql] = FOREIGN.find(([start]) => address.replace(/^\/api/, "").startsWith(start)) ?? [];
  if (sql === undefined) return [];
  for (const { id } of others) {
    const { rows } = await ownerPool.query<{ no: string }>(`${sql} LIMIT 1`, sql.includes("$1") ? [id] : []);
    if (rows[0]) return [address.replace(/\[[^\]]*\]/, encodeURIComponent(rows[0].no)).replace(/\[[^\]]*\]/g, "1")];
  }
  return [];
}

/** One with orders that shares with nobody, since a contract rightly names whom one shares with; and all the others. */
async function chooseMerchants(ownerPool: OwnerPool): Promise<{ own: Merchant; others: Merchant[] }> {
  const { rows } = await ownerPool.query<Merchant & { isOwn: boolean }>(
    `SELECT m.id, m.merchant_no AS no, m.name,
            m.id = (SELECT o.merchant_id FROM orders o JOIN merchants s ON s.id = o.merchant_id WHERE s.shares = '[]'
                    GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1) AS "isOwn" FROM merchants m ORDER BY m.id`,
  );
  const own = rows.find(({ isOwn }) => isOwn);
  if (!own) throw new Error("the demo company has no merchant with orders");
  return { own, others: rows.filter(({ isOwn, name }) => !isOwn && !own.name.includes(name)) };
}

async function signInScoped(
  ownerPool: OwnerPool,
  signIn: (login: string, password: string) => Promise<void>,
  role: string,
  merchantNo: string,
): Promise<void> {
  const login = `scoped.${role.toLowerCase().replace("_", ".")}`;
  const words = ["user", "add", login, "--role", role, "--scope", merchantNo, "--json"];
  const { oneTimePassword } = JSON.parse(await desk(...words));
  await ownerPool.query("UPDATE users SET must_change_password = false WHERE login = $1", [login]);
  await signIn(login, oneTimePassword);
}
