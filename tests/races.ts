import type { ResolutionChoice } from "@/contracts/suspense";
import type { Json } from "@/core/json";
import type { Actor } from "@/core/permissions/actor";
import { invariant, type Refusal, type Result } from "@/core/result";
import type { DependedObject } from "@/server/approvals/act";
import { observeClaim } from "@/server/approvals/objects/observe-claim";
import { observeOrder } from "@/server/approvals/objects/observe-order";
import { observeRefund } from "@/server/approvals/objects/observe-refund";
import { observeSuspense } from "@/server/approvals/objects/observe-suspense";
import { type DbReader, hashInput, reader } from "@/server/transact";
import { type Asked, askAbout } from "./approval-fixture";
import type { Desk } from "./desk-fixture";
import { forge, WENT_THROUGH } from "./forge";

/** So many rounds of each race. */
export const ROUNDS = Number(process.env.DESK_RACE_ROUNDS ?? 100);
/** Rounds that run beside each other: more than the machine has cores, so that the sides of a round overlap. */
const IN_FLIGHT = 4;

/** Of two sides of which exactly one may win: which one it was, and what the other was told. */
export function winnerOf(answers: readonly Result<unknown>[]): { readonly side: number; readonly refusal: Refusal } {
  const side = answers.findIndex((answer) => answer.ok);
  const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal]));
  const [refusal] = refused;
  invariant(refusal && refused.length === answers.length - 1, "one of them wins, and no other");
  return { side, refusal };
}

/** Does `work` for everything given, some at once; answers in the order given. */
export async function inFlight<T, R>(all: readonly T[], work: (one: T, nth: number) => Promise<R>): Promise<R[]> {
  const waiting = all.entries();
  const done: R[] = [];
  const lane = async () => {
    for (const [nth, one] of waiting) done[nth] = await work(one, nth);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return done;
}

/** How often the database had to end a ring of waiting: each costs those in it a second, though they are tried again. */
export async function countDeadlocks(desk: Desk): Promise<bigint | undefined> {
  const { rows } = await desk.db.ownerPool.query<{ deadlocks: bigint }>(
    "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
  );
  return rows[0]?.deadlocks;
}

type Pattern = {
  readonly id: bigint;
  readonly act: string;
  readonly objectNo: string;
  readonly makerId: string;
  readonly payload: string;
  readonly objects: readonly { readonly type: string; readonly no: string }[];
};
/** `nos` are the numbers in the pattern that every other request has its own of: of its item, order, claim, voucher. */
type Alike = { readonly approvalNo: string; readonly nos: readonly string[] };

type Observed = {
  readonly approvalNo: string;
  readonly payload: Json;
  readonly type: string;
  readonly no: string;
  readonly version: number | null;
  readonly digest: string;
};

const OBSERVERS: Readonly<Record<string, (db: DbReader, no: string) => Promise<DependedObject | null>>> = {
  suspense: observeSuspense,
  order: observeOrder,
  refund: observeRefund,
  claim: observeClaim,
};

/**
 * Files requests like one that its command has filed, all of them at once: `others` has, for each, the numbers that stand in
 * it where the pattern has its `nos`. The objects have to be as the pattern's were before it was proposed. The
 * database fills in and checks what it always does; a request that is not what its command would have made is found stale
 * by the first signature. Answers the numbers of the requests.
 */
export async function fileAlike(desk: Desk, alike: Alike, others: readonly (readonly string[])[]): Promise<string[]> {
  const pattern = await readPattern(alike.approvalNo);
  const renamed = others.map((nos, nth) => ({
    approvalNo: `${alike.approvalNo}-${nth + 1}`,
    rename: (text: string) =>
      alike.nos.reduce((said, no, at) => said.replaceAll(`"${no}"`, JSON.stringify(nos[at])), text),
  }));
  const maker = Object.values(desk.people).find(({ userId }) => userId === pattern.makerId);
  invariant(maker, "the pattern is one of the desk's people's");
  const answer = await forge(desk, maker, async (client, commandId) => {
    const tx: DbReader = { query: async (sql, params = []) => (await client.query(sql, [...params])).rows };
    if (pattern.act === "SUSPENSE_RESOLUTION") {
      await tx.query(
        `UPDATE suspense_items SET status = 'PROPOSED', assignee_id = $2, version = version + 1, command_id = $3
         WHERE item_no = ANY ($1)`,
        [renamed.map(({ rename }) => unquote(rename(JSON.stringify(pattern.objectNo)))), pattern.makerId, commandId],
      );
    }
    const objects: Observed[] = [];
    for (const { approvalNo, rename } of renamed) {
      const payload = JSON.parse(rename(pattern.payload));
      for (const { type, no } of pattern.objects) {
        const ownNo = unquote(rename(JSON.stringify(no)));
        const observed = await OBSERVERS[type]?.(tx, ownNo);
        invariant(observed || type === "plan", `there is a ${type} ${ownNo}`);
        const digest = hashInput(observed ? observed.facts : payload);
        objects.push({ approvalNo, payload, type, no: ownNo, version: observed?.version ?? null, digest });
      }
    }
    await fileRequests(tx, pattern, objects, commandId);
  });
  invariant(answer === WENT_THROUGH, `requests are filed: ${answer}`);
  return renamed.map(({ approvalNo }) => approvalNo);
}

/** The same request about the open item of each of these numbers; the first by its command, the others like it. */
export async function askAboutAll(
  desk: Desk,
  maker: Actor,
  [first = "", ...keys]: readonly string[],
  choice: ResolutionChoice,
): Promise<Asked[]> {
  const asked = await askAbout(maker, first, choice);
  const items = await openItemsOf(keys);
  const nos = keys.map((key, at) => [items[at] ?? "", key]);
  const alike = { approvalNo: asked.approvalNo, nos: [asked.itemNo, first] };
  const others = nos.length === 0 ? [] : await fileAlike(desk, alike, nos);
  return [asked, ...others.map((approvalNo, at) => ({ ...asked, approvalNo, itemNo: items[at] ?? "" }))];
}

/** The open items of these numbers, in their order; there has to be exactly one of each. */
export async function openItemsOf(keys: readonly string[]): Promise<string[]> {
  const rows = await reader.query<{ itemNo: string }>(
    `SELECT i.item_no AS "itemNo" FROM unnest($1::text[]) WITH ORDINALITY AS k (key, nth)
     JOIN suspense_items i ON i.match_key = k.key AND i.status NOT IN ('RESOLVED', 'AUTO_RESOLVED') ORDER BY k.nth`,
    [keys],
  );
  invariant(rows.length === keys.length, `one open item each, found ${rows.length} of ${keys.length}`);
  return rows.map(({ itemNo }) => itemNo);
}

async function readPattern(approvalNo: string): Promise<Pattern> {
  const [pattern] = await reader.query<Pattern>(
    `SELECT a.id, a.act, a.object_no AS "objectNo", a.maker_id::text AS "makerId", a.payload::text AS payload,
            (SELECT jsonb_agg(jsonb_build_object('type', o.object_type, 'no', o.object_no)) FROM approval_objects o
             WHERE o.approval_id = a.id) AS objects
     FROM approvals a WHERE approval_no = $1`,
    [approvalNo],
  );
  invariant(pattern, `${approvalNo} is a request`);
  return pattern;
}

async function fileRequests(
  tx: DbReader,
  { id }: Pattern,
  objects: readonly Observed[],
  commandId: string,
): Promise<void> {
  const params = [JSON.stringify(objects), commandId];
  const given = `jsonb_to_recordset($1::jsonb) AS o ("approvalNo" text, payload jsonb, type text, no text, version integer, digest text)`;
  await tx.query(
    `INSERT INTO approvals (approval_no, act, ruled_act, object_type, object_no, object_version, payload, payload_hash, amount_minor,
       asset, payee, merchant_id, required_roles, editors, reason, maker_id, status, expires_at, created_at, command_id)
     SELECT o."approvalNo", a.act, a.ruled_act, o.type, o.no, o.version, o.payload, json_hash(o.payload), a.amount_minor, a.asset, a.payee,
            a.merchant_id, a.required_roles, a.editors, a.reason, a.maker_id, 'PENDING', a.expires_at, a.created_at, $2
     FROM approvals a JOIN ${given} ON o.type = a.object_type AND o.no = o.payload ->> CASE a.object_type WHEN 'claim' THEN 'claimNo' ELSE 'itemNo' END
     WHERE a.id = $3`,
    [...params, id],
  );
  await tx.query(
    `INSERT INTO approval_objects (approval_id, object_type, object_no, version, digest, command_id)
     SELECT a.id, o.type, o.no, o.version, o.digest, $2 FROM ${given} JOIN approvals a ON a.approval_no = o."approvalNo"`,
    params,
  );
}

function unquote(text: string): string {
  return JSON.parse(text);
}
