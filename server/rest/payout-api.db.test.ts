import { afterAll, beforeAll, expect, it } from "vitest";
import { hashApiKey, mintApiKey } from "@/server/auth/api-key";
import { addApiKey } from "@/server/commands/add-api-key";
import { reader } from "@/server/transact";
import { addUser, asSystem, postedOf } from "@/tests/command-context";
import { accepted, type Desk, decideAs } from "@/tests/desk-fixture";
import { openPayoutDesk } from "@/tests/payout-fixture";
import { answerPayoutGet, answerPayoutPost } from "./payout-api";

let desk: Desk;
const key = mintApiKey();
const statementKey = mintApiKey();
beforeAll(async () => {
  desk = await openPayoutDesk();
  await addUser(desk.db.ownerPool, "erp-owner", "OPERATOR");
  await desk.db.ownerPool.query(
    "INSERT INTO user_scopes (user_id, merchant_no) SELECT id, 'M1' FROM users WHERE login = 'erp-owner'",
  );
  const add = (name: string, secret: string, scope: "payout.ask" | "statement.import", ownerLogin: string | null) =>
    addApiKey(asSystem(), { name, keyHash: hashApiKey(secret), scopes: [scope], days: 9, ownerLogin });
  accepted(await add("erp", key, "payout.ask", "erp-owner"));
  accepted(await add("files", statementKey, "statement.import", null));
  expect(await add("nobody", mintApiKey(), "payout.ask", null)).toMatchObject({
    refusal: { code: "api_key_owner_missing" },
  });
});
afterAll(() => desk.db.drop());

const wish = { merchantNo: "M1", amount: { amountMinor: "3000", asset: "CNY" }, reference: "INV-1" };

async function post(body: object, idempotencyKey: string, secret = key) {
  const headers = { authorization: `Bearer ${secret}`, "idempotency-key": idempotencyKey };
  const request = new Request("http://desk/api/v1/payouts", { method: "POST", headers, body: JSON.stringify(body) });
  const answer = await answerPayoutPost(request);
  return { status: answer.status, type: answer.headers.get("content-type"), body: await answer.json() };
}
async function get(no: string, secret = key) {
  const request = new Request("http://desk", { headers: { authorization: `Bearer ${secret}` } });
  const answer = await answerPayoutGet(request, { params: Promise.resolve({ no }) });
  return { status: answer.status, body: await answer.json() };
}

it("pays out at once within the limits, once per key, and tells what became of it", async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(wish, "payout-INV-1")));
  for (const one of answers) expect(one).toEqual(answers[0]);
  const [first] = answers;
  expect(first).toMatchObject({ status: 202, body: { status: "ACCEPTED", looks: [], approvalNo: null } });
  expect(await postedOf("2242")).toBe(3_000n);
  const { payoutNo, outNo, href } = first?.body ?? {};
  expect(href).toBe(`/api/v1/payouts/${payoutNo}`);
  expect(await get(payoutNo)).toMatchObject({
    status: 200,
    body: {
      status: "ACCEPTED",
      merchantNo: "M1",
      amount: wish.amount,
      reference: "INV-1",
      outNos: [outNo],
      finishedAt: null,
    },
  });
  expect(await reader.query("SELECT source FROM payouts")).toEqual([{ source: "REST" }]);
});

it("becomes a request of the key's owner where it looks double, which the owner cannot check", async () => {
  const second = await post({ ...wish, reference: "INV-2" }, "payout-INV-2");
  expect(second).toMatchObject({ status: 202, body: { status: "REQUESTED", looks: ["LOOKS_DOUBLE"], outNo: null } });
  const { approvalNo, payoutNo } = second.body;
  const makers = "SELECT u.login FROM approvals a JOIN users u ON u.id = a.maker_id WHERE a.approval_no = $1";
  expect(await reader.query(makers, [approvalNo])).toEqual([{ login: "erp-owner" }]);
  const verdict = { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" } as const;
  expect(accepted(await decideAs(desk.people.finance, verdict)).outcome).toBe("EXECUTED");
  expect(await get(payoutNo)).toMatchObject({ body: { status: "ACCEPTED" } });
});

it.each([
  ["another body under the same key", { ...wish, reference: "INV-9" }, "payout-INV-1", 422, "idempotency_key_reused"],
  ["the same reference under another key", wish, "another-key-1", 422, "payout_reference_used"],
  [
    "more than there is",
    { ...wish, reference: "B", amount: { amountMinor: "99999999", asset: "CNY" } },
    "too-much-1",
    422,
    "payout_balance_short",
  ],
  ["a merchant of somebody else", { ...wish, reference: "C", merchantNo: "M2" }, "foreign-1", 422, "merchant_unknown"],
  [
    "an account of another merchant",
    { ...wish, reference: "D", payee: "BA00000000" },
    "foreign-2",
    422,
    "payout_payee_missing",
  ],
  [
    "a number for an amount",
    { ...wish, reference: "E", amount: { amountMinor: 3000, asset: "CNY" } },
    "number-1",
    400,
    "input_invalid",
  ],
  ["an unknown field", { ...wish, reference: "F", source: "PAGE" }, "unknown-field-1", 400, "input_invalid"],
  ["no reference", { merchantNo: "M1", amount: wish.amount }, "no-reference-1", 400, "input_invalid"],
  ["no key of its own", { ...wish, reference: "G" }, "short", 400, "idempotency_key_missing"],
])("refuses %s", async (_, body, idempotencyKey, status, code) => {
  const before = await postedOf("2242");
  expect(await post(body, idempotencyKey)).toMatchObject({ status, type: "application/problem+json", body: { code } });
  expect(await postedOf("2242")).toBe(before);
});

it("a key for something else, or whose owner is shut out, opens nothing", async () => {
  expect(await post({ ...wish, reference: "H" }, "other-scope", statementKey)).toMatchObject({ status: 401 });
  expect(await get("PO0")).toMatchObject({ status: 404 });
  await desk.db.ownerPool.query("UPDATE users SET disabled_at = now() WHERE login = 'erp-owner'");
  expect(await post({ ...wish, reference: "I" }, "shut-out-1")).toMatchObject({
    status: 401,
    body: { code: "api_key_refused" },
  });
});
