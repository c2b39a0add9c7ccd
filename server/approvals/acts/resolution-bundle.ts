import "server-only";
import { type BundlePayload, bundlePayload } from "@/contracts/bundle";
import { accept, invariant, type Result, refuse } from "@/core/result";
import { type DependedObject, defineAct, type Weight } from "@/server/approvals/act";
import { executeBundle } from "@/server/bulk/execute-bundle";
import { lockSuspenseItem, moveSuspenseItem } from "@/server/store/suspense-items";
import type { PlannedLine } from "@/server/suspense/load-resolution";
import type { DbReader, DbTransaction } from "@/server/transact";

type KeptRow = { row_no: number; item_no: string; item_version: number; payload_hash: string; is_whole: boolean };

/**
 * Many resolutions that are checked at once. What the request depends on is its rows as they were previewed; whether an
 * item is still as it was is asked row by row when it is executed, so that one that has changed is left out by name and
 * does not void the others.
 */
export const resolutionBundle = defineAct<BundlePayload>({
  name: "RESOLUTION_BUNDLE",
  proposedWith: "suspense.propose",
  payload: bundlePayload,
  object: ({ jobNo }) => ({ type: "bulk", no: jobNo }),
  weigh,
  lock,
  observe,
  execute: executeBundle,
  giveBack,
  async describe(db, { jobNo, rows, totals }) {
    return {
      subject: { kind: "object", object: "bulk", no: jobNo },
      changes: [
        { field: "rows", before: null, after: { kind: "object", object: "bulk", no: jobNo } },
        { field: "items", before: null, after: { kind: "text", text: `${rows.length}` } },
        ...totals.map(({ asset, direction, amountMinor }) => ({
          field: direction === "LONG" ? "long" : "short",
          before: null,
          after: { kind: "amount" as const, amountMinor, asset },
        })),
      ],
      lines: totals.every(({ asset }) => asset === totals[0]?.asset) ? await sumLines(db, jobNo, rows) : [],
    };
  },
});

/** Of one currency its sum is weighed, of several none: what they are worth together is unknown, so it takes the strictest rule. */
async function weigh(db: DbReader, { rows }: BundlePayload): Promise<Weight> {
  const itemNos = rows.map(([, itemNo]) => itemNo);
  const [weight] = await db.query<{
    sum: string;
    assets: string[];
    merchants: bigint[];
    merchantNo: string | null;
    hasUnknown: boolean;
    editors: bigint[];
  }>(
    `SELECT sum(i.amount_minor)::text AS sum, array_agg(DISTINCT i.asset) AS assets, bool_or(i.merchant_id IS NULL) AS "hasUnknown",
            array_remove(array_agg(DISTINCT i.merchant_id), NULL) AS merchants, min(m.merchant_no) AS "merchantNo",
            ARRAY(SELECT DISTINCT e.actor_id FROM audit_events e
                  WHERE e.object_type = 'suspense' AND e.object_no = ANY ($1) AND e.outcome = 'DONE' AND e.actor_id IS NOT NULL
                    AND e.action IN ('suspense.claimed', 'suspense.proposed')) AS editors
     FROM suspense_items i LEFT JOIN merchants m ON m.id = i.merchant_id WHERE i.item_no = ANY ($1)`,
    [itemNos],
  );
  invariant(weight, "an aggregate has a row");
  const [asset, ...others] = weight.assets;
  const [merchantId, ...moreMerchants] = weight.merchants;
  const isOneMerchants = merchantId !== undefined && moreMerchants.length === 0 && !weight.hasUnknown;
  return {
    ruledAct: "RESOLUTION_BUNDLE",
    amount: asset !== undefined && others.length === 0 ? { amountMinor: BigInt(weight.sum), asset } : null,
    payee: isOneMerchants ? `merchant ${weight.merchantNo}` : null,
    merchantId: isOneMerchants ? merchantId : null,
    editorIds: weight.editors.map((id) => `${id}`),
  };
}

/** In the order of their numbers, as everybody locks items and orders, so that two bundles wait for each other and never cross. */
async function lock(tx: DbTransaction, { jobNo, rows }: BundlePayload): Promise<void> {
  await tx.query(
    "SELECT 1 FROM bulk_rows b JOIN bulk_jobs j ON j.id = b.job_id WHERE j.job_no = $1 ORDER BY b.row_no FOR UPDATE OF b",
    [jobNo],
  );
  const itemNos = rows.map(([, itemNo]) => itemNo);
  await tx.query("SELECT 1 FROM suspense_items WHERE item_no = ANY ($1) ORDER BY id FOR UPDATE", [itemNos]);
}

async function observe(db: DbReader, { jobNo, rows }: BundlePayload): Promise<Result<readonly DependedObject[]>> {
  const kept = await db.query<KeptRow>(
    `SELECT b.row_no, b.item_no, b.item_version, b.payload_hash, json_hash(b.payload) = b.payload_hash AS is_whole
     FROM bulk_rows b JOIN bulk_jobs j ON j.id = b.job_id WHERE j.job_no = $1 AND b.row_no = ANY ($2) ORDER BY b.row_no`,
    [jobNo, rows.map(([rowNo]) => rowNo)],
  );
  if (kept.length !== rows.length) return refuse("bundle_rows_gone", `${jobNo} lacks rows of its bundle.`, { jobNo });
  const facts = kept.map((row) => [row.row_no, row.item_no, row.item_version, row.payload_hash, row.is_whole]);
  return accept([{ type: "bulk", no: jobNo, version: null, facts }]);
}

/** What all rows together would post, account by account. */
async function sumLines(db: DbReader, jobNo: string, rows: BundlePayload["rows"]): Promise<PlannedLine[]> {
  return db.query<PlannedLine>(
    `SELECT l ->> 'side' AS side, l ->> 'accountNo' AS "accountNo", sum((l ->> 'amountMinor')::bigint)::text AS "amountMinor"
     FROM bulk_rows b JOIN bulk_jobs j ON j.id = b.job_id CROSS JOIN LATERAL jsonb_array_elements(b.payload -> 'lines') AS l
     WHERE j.job_no = $1 AND b.row_no = ANY ($2) GROUP BY 1, 2 ORDER BY 1 DESC, 2`,
    [jobNo, rows.map(([rowNo]) => rowNo)],
  );
}

/** Items that still wait for this bundle go back to their investigation; what became of the others stays. */
async function giveBack(tx: DbTransaction, { jobNo, rows }: BundlePayload): Promise<void> {
  for (const [, itemNo, version] of rows) {
    const item = await lockSuspenseItem(tx, itemNo, null);
    if (item?.status === "PROPOSED" && item.version === version) {
      await moveSuspenseItem(tx, item, { to: "INVESTIGATING" });
    }
  }
  await tx.query(
    `UPDATE bulk_rows SET state = 'RETURNED' WHERE state = 'PROPOSED'
       AND job_id = (SELECT id FROM bulk_jobs WHERE job_no = $1) AND row_no = ANY ($2)`,
    [jobNo, rows.map(([rowNo]) => rowNo)],
  );
}
