import { afterAll, beforeAll, expect, it } from "vitest";
import { hashApiKey, mintApiKey } from "@/server/auth/api-key";
import { addApiKey } from "@/server/commands/add-api-key";
import { answerRefundGet, answerRefundPost } from "@/server/rest/refund-api";
import { reader } from "@/server/transact";
import { approveAs } from "@/tests/approval-fixture";
import { addUser, asSystem } from "@/tests/command-context";
import { accepted, type Desk, openDesk } from "@/tests/desk-fixture";
import { refundedOf, takePaid } from "@/tests/refund-fixture";

let desk: Desk;
const key = mintApiKey();
const statementKey = mintApiKey();
beforeAll(async () => {
  desk = await openDesk();
  await addUser(desk.db.ownerPool, "service", "CUSTOMER_SERVICE");
  await desk.db.ownerPool.query(
    "INSERT INTO user_scopes (user_id, merchant_no) SELECT id, 'M1' FROM users WHERE login = 'service'",
  );
  const add = (name: string, secret: string, scope: "refund.ask" | "statement.import", ownerLogin: string | null) =>
    addApiKey(asSystem(), { name, keyHash: hashApiKey(secret), scopes: [scope], days: 9, ownerLogin });
  accepted(await add("shop", key, "refund.ask", "service"));
  accepted(await add("files", statementKey, "statement.import", null));
  expect(await add("nobody", mintApiKey(), "refund.ask", null)).toMatchObject({
    refusal: { code: "api_key_owner_missing" },
  });
  await takePaid([
    { orderNo: "R1", cashMinor: 5_000n },
    { orderNo: "R2", cashMinor: 5_000n, merchantNo: "M2" },
  ]);
});
afterAll(() => desk.db.drop());

const wish = { orderNo: "R1", amount: { amountMinor: "2000", asset: "CNY" }, reason: "returned" };

async function post(body: object, idempotencyKey = "first-refund", secret = key) {
  const headers = { authorization: `Bearer ${secret}`, "idempotency-key": idempotencyKey };
  const request = new Request("http://desk/api/v1/refunds", { method: "POST", headers, body: JSON.stringify(body) });
  const answer = await answerRefundPost(request);
  return { status: answer.status, type: answer.headers.get("content-type"), body: await answer.json() };
}
async function get(no: string, secret = key) {
  const request = new Request("http://desk", { headers: { authorization: `Bearer ${secret}` } });
  const answer = await answerRefundGet(request, { params: Promise.resolve({ no }) });
  return { status: answer.status, body: await answer.json() };
}

it("asks in its owner's name, once per key, and tells what became of it", async () => {
  const first = await post(wish);
  expect(first).toMatchObject({ status: 202, body: { requiredRoles: ["FINANCE"] } });
  expect(await post(wish)).toEqual(first);
  expect(await refundedOf("R1")).toEqual(["2000"]);
  const { refundNo, approvalNo, href } = first.body;
  expect(href).toBe(`/api/v1/refunds/${refundNo}`);
  expect(
    await reader.query("SELECT u.login FROM approvals a JOIN users u ON u.id = a.maker_id WHERE a.approval_no = $1", [
      approvalNo,
    ]),
  ).toEqual([{ login: "service" }]);
  expect(await get(refundNo)).toMatchObject({ status: 200, body: { status: "REQUESTED", orderNo: "R1", approvalNo } });
  accepted(await approveAs(desk.people.finance, approvalNo));
  expect(await get(refundNo)).toMatchObject({
    body: { status: "ACCEPTED", cash: { amountMinor: "2000", asset: "CNY" } },
  });
});

it.each([
  ["another body under the same key", { ...wish, reason: "other" }, "first-refund", 422, "idempotency_key_reused"],
  [
    "more than is left",
    { ...wish, amount: { ...wish.amount, amountMinor: "9000" } },
    "too-much-1",
    422,
    "refund_exceeds_paid",
  ],
  ["an order of another merchant", { ...wish, orderNo: "R2" }, "foreign-1", 422, "order_unknown"],
  ["no such order", { ...wish, orderNo: "NONE" }, "foreign-2", 422, "order_unknown"],
  ["a route that is not needed", { ...wish, route: "BANK" }, "another-route-1", 422, "refund_original_route_open"],
  [
    "a number for an amount",
    { ...wish, amount: { amountMinor: 2000, asset: "CNY" } },
    "number-1",
    400,
    "input_invalid",
  ],
  ["an unknown field", { ...wish, status: "ACCEPTED" }, "unknown-field-1", 400, "input_invalid"],
  ["no key of its own", wish, "short", 400, "idempotency_key_missing"],
])("refuses %s", async (_, body, idempotencyKey, status, code) => {
  const before = await refundedOf("R1");
  expect(await post(body, idempotencyKey)).toMatchObject({ status, type: "application/problem+json", body: { code } });
  expect(await refundedOf("R1")).toEqual(before);
});

it("a key for something else, or whose owner is shut out, opens nothing", async () => {
  expect(await post(wish, "other-scope", statementKey)).toMatchObject({
    status: 401,
    body: { code: "api_key_refused" },
  });
  expect(await get("R2")).toMatchObject({ status: 404 });
  await desk.db.ownerPool.query("UPDATE users SET disabled_at = now() WHERE login = 'service'");
  expect(await post(wish, "shut-out-1")).toMatchObject({ status: 401, body: { code: "api_key_refused" } });
});
