import { randomUUID } from "node:crypto";
import { type APIRequestContext, type APIResponse, expect } from "@playwright/test";
import { type BuiltAction, readActions, readAddresses } from "./fixtures/build-manifests";
import { desk, type OwnerPool, test } from "./fixtures/test";
import { fewAtOnce } from "./support/at-once";

/** Everything that the build answers to, asked by who should have nothing of it. What counts is what the database kept. */
const ACTIONS = readActions();
const { pages: PAGES, routes: ROUTES } = readAddresses();
const OWN = process.env.DESK_E2E_URL ?? "";
const STRANGE = "https://desk.example";
const NOWHERE = ["/", "/sign-in", "/nope", "/_not-found"];
/** Of these a stranger may see: the door, how to call us, and the texts of the pages. */
const PUBLIC = ["/api/auth/[...nextauth]", "/api/v1/openapi", "/messages/[locale]", "/icon.svg", "/sign-in"];

/** Headers with which a page of somebody else's could call us, or pretend to be ours. */
const FOREIGN_HEADERS: readonly Record<string, string>[] = [
  { origin: STRANGE },
  { origin: "null" },
  { origin: STRANGE, "x-forwarded-host": "desk.example" },
  { origin: STRANGE, "x-forwarded-host": "desk.example", "x-forwarded-proto": "https" },
  { origin: `${OWN}.desk.example` },
  { origin: `${OWN}0` },
  { origin: STRANGE, referer: `${OWN}/suspense` },
  { referer: `${OWN}/suspense` },
];

test("a comment from our own page is kept; so the attempts below are real ones", async ({
  signIn,
  request,
  ownerPool,
  context,
}) => {
  await signIn("lead");
  const comment = await commentOn(ownerPool);
  const answer = await call(context.request, comment.action, comment.action.page, comment.input, { origin: OWN });
  expect(await answer.text()).toContain('"ok":true');
  expect(await keptOf(ownerPool, [comment.input.commandId])).toHaveLength(1);
  for (const headers of FOREIGN_HEADERS) {
    const again = { ...comment.input, commandId: randomUUID() };
    await call(context.request, comment.action, comment.action.page, again, headers);
    await call(request, comment.action, comment.action.page, again, { origin: OWN });
    expect(await keptOf(ownerPool, [again.commandId]), JSON.stringify(headers)).toEqual([]);
  }
});

test(`none of ${ACTIONS.length} actions does anything for who is not signed in, wherever it is sent to`, async ({
  request,
  ownerPool,
}) => {
  const sent = await tryEach(ACTIONS, [{ origin: OWN }], (action) => [action.page, ...NOWHERE], request);
  expect(sent.answers.filter((answer) => !isRefused(answer, "signed_out"))).toEqual([]);
  expect(await keptOf(ownerPool, sent.commandIds)).toEqual([]);
});

test("nor for a lead whose browser was made to call by another site", async ({ signIn, context, ownerPool }) => {
  await signIn("lead");
  const sent = await tryEach(ACTIONS, FOREIGN_HEADERS, (action) => [action.page], context.request);
  expect(sent.answers.filter((answer) => !isRefused(answer, "origin_foreign"))).toEqual([]);
  expect(await keptOf(ownerPool, sent.commandIds)).toEqual([]);
});

test("nor for who was signed in and is disabled, or whose rights were changed, from the very next request on", async ({
  signIn,
  context,
  ownerPool,
}) => {
  const login = `leaver${Date.now()}`;
  const { oneTimePassword } = JSON.parse(await desk("user", "add", login, "--role", "FINANCE_LEAD", "--json"));
  await ownerPool.query("UPDATE users SET must_change_password = false WHERE login = $1", [login]);
  const seesSuspense = async () => (await context.request.get("/api/grid/suspense?limit=1")).status();
  for (const [end, resume] of [
    ["disabled_at = now()", "disabled_at = NULL"],
    ["session_version = session_version + 1", "disabled_at = NULL"],
  ]) {
    await signIn(login, oneTimePassword);
    expect(await seesSuspense()).toBe(200);
    await ownerPool.query(`UPDATE users SET ${end} WHERE login = $1`, [login]);
    expect(await seesSuspense()).toBe(401);
    const comment = await commentOn(ownerPool);
    await call(context.request, comment.action, comment.action.page, comment.input, { origin: OWN });
    expect(await keptOf(ownerPool, [comment.input.commandId])).toEqual([]);
    await ownerPool.query(`UPDATE users SET ${resume} WHERE login = $1`, [login]);
  }
});

test("no page and no route shows anything to who is not signed in", async ({ request, ownerPool }) => {
  const { rows } = await ownerPool.query<{ name: string }>(
    "SELECT name FROM merchants UNION SELECT login FROM users WHERE NOT is_demo",
  );
  const secrets = rows.map(({ name }) => name);
  const open: string[] = [];
  for (const address of [...PAGES, ...ROUTES].filter((one) => !PUBLIC.includes(one))) {
    const path = address.replace(/\[[^\]]*\]/g, "1");
    for (const method of ["GET", "POST", "DELETE"]) {
      const answer = await request.fetch(path, {
        method,
        maxRedirects: 0,
        headers: { origin: OWN },
        failOnStatusCode: false,
      });
      const text = await answer.text();
      const isTurnedAway = [400, 401, 403, 404, 405].includes(answer.status()) || isSentToTheDoor(answer);
      if (!isTurnedAway || secrets.some((secret) => text.includes(secret)))
        open.push(`${method} ${path}: ${answer.status()}`);
    }
  }
  expect(open).toEqual([]);
});

const isSentToTheDoor = (answer: APIResponse) =>
  new URL(answer.headers().location ?? "/nowhere", OWN).pathname === "/sign-in";

type Answer = { readonly name: string; readonly status: number; readonly text: string };
type Sent = { commandIds: string[]; answers: Answer[] };

/** By us, with this code, or by Next itself, before it looked for the action or after it found no page to show. */
const isRefused = ({ status, text }: Answer, code: string) => status >= 300 || text.includes(`"code":"${code}"`);

async function tryEach(
  actions: readonly BuiltAction[],
  variants: readonly Record<string, string>[],
  pathsOf: (action: BuiltAction) => readonly string[],
  request: APIRequestContext,
): Promise<Sent> {
  const sent: Sent = { commandIds: [], answers: [] };
  const attempts = actions.flatMap((action) =>
    variants.flatMap((headers) => pathsOf(action).map((path) => ({ action, headers, path }))),
  );
  await fewAtOnce(attempts, async ({ action, headers, path }) => {
    const commandId = randomUUID();
    sent.commandIds.push(commandId);
    const answer = await call(request, action, path, { commandId }, headers);
    sent.answers.push({ name: action.name, status: answer.status(), text: await answer.text() });
  });
  return sent;
}

/** As Next's client calls an action: by its id in a header, with the list of its arguments. */
function call(
  request: APIRequestContext,
  { id }: BuiltAction,
  path: string,
  input: object,
  headers: Record<string, string>,
): Promise<APIResponse> {
  return request.post(path, {
    headers: { "next-action": id, "content-type": "text/plain;charset=UTF-8", accept: "text/x-component", ...headers },
    data: Buffer.from(JSON.stringify([input])),
    maxRedirects: 0,
  });
}

/** An attempt that takes effect where nothing stops it. */
async function commentOn(ownerPool: OwnerPool) {
  const action = ACTIONS.find(({ name }) => name === "commentOnSuspenseItemAction");
  const { rows } = await ownerPool.query<{ no: string }>(
    "SELECT item_no AS no FROM suspense_items ORDER BY id LIMIT 1",
  );
  if (!action || !rows[0]) throw new Error("the build has no action for comments, or the company no item");
  return { action, input: { commandId: randomUUID(), itemNo: rows[0].no, body: "A stranger was here." } };
}

/** The commands among them that had an effect. */
async function keptOf(ownerPool: OwnerPool, commandIds: readonly string[]): Promise<string[]> {
  const { rows } = await ownerPool.query<{ name: string }>(
    "SELECT name FROM receipts WHERE command_id = ANY($1::uuid[])",
    [commandIds],
  );
  return rows.map(({ name }) => name);
}
