import "server-only";
import type pg from "pg";
import { CATALOGUE } from "@/core/ledger/catalogue";
import { CHART } from "@/core/ledger/chart";
import { RULE_SOURCES } from "@/core/ledger/rule-sources";
import { ASSETS } from "@/core/money/assets";
import { accept, type Result } from "@/core/result";
import { SUSPENSE_TRANSITIONS } from "@/core/suspense/transitions";
import { writePostingRules } from "@/server/store/posting-rules";

const MONTHS_AHEAD = 13;

/**
 * Writes what the code knows and the database enforces: the posting catalogue, assets, the chart of accounts, which
 * events need an approval or may cross between the funds, the states of suspense, and the months to
 * come. Runs as the owner with every
 * migration; repeating it changes nothing. Refused, and nothing written, where a stored posting rule was changed.
 */
export async function writeReferenceData(owner: pg.Pool): Promise<Result<null>> {
  const book = await writeBookReference(owner);
  if (!book.ok) return book;
  await writeTransitions(owner);
  return accept(null);
}

/** The part of it that every book has had from its first migrations on. */
export async function writeBookReference(owner: pg.Pool): Promise<Result<null>> {
  const rules = await writePostingRules(owner, RULE_SOURCES);
  if (!rules.ok) return rules;
  await owner.query(
    `INSERT INTO assets (code, name, scale, kind) SELECT * FROM jsonb_to_recordset($1) AS a (code text, name text, scale int, kind text)
     ON CONFLICT (code) DO NOTHING`,
    [JSON.stringify(ASSETS)],
  );
  await owner.query(
    `INSERT INTO gl_subjects (code, parent_code, name_en, name_zh, normal_side, fund_owner, allow_negative)
     SELECT * FROM jsonb_to_recordset($1) AS s (code text, "parentCode" text, "nameEn" text, "nameZh" text,
       "normalSide" text, "fundOwner" text, "allowNegative" boolean)
     ON CONFLICT (code) DO UPDATE SET name_en = excluded.name_en, name_zh = excluded.name_zh`,
    [JSON.stringify(CHART)],
  );
  const events = Object.values(CATALOGUE);
  await owner.query(
    `INSERT INTO voucher_events (event, needs_approval, crosses_funds)
     SELECT * FROM unnest($1::text[], $2::boolean[], $3::boolean[])
     ON CONFLICT (event) DO UPDATE SET needs_approval = excluded.needs_approval, crosses_funds = excluded.crosses_funds`,
    [
      events.map((rule) => rule.event),
      events.map((rule) => rule.needsApproval),
      events.map((rule) => rule.crossesFunds),
    ],
  );
  await owner.query(
    `SELECT ensure_month((date_trunc('month', now()) + make_interval(months => m))::date) FROM generate_series(-3, ${MONTHS_AHEAD}) m`,
  );
  return accept(null);
}

/** One statement: at no moment may an item go where it must not, nor stand still where it may go on. */
async function writeTransitions(owner: pg.Pool): Promise<void> {
  await owner.query(
    `WITH known AS (SELECT * FROM jsonb_to_recordset($1) AS t ("from" text, "to" text, act text)), gone AS (
       DELETE FROM suspense_transitions t
       WHERE NOT EXISTS (SELECT 1 FROM known k WHERE (k."from", k."to") = (t.from_status, t.to_status))
     )
     INSERT INTO suspense_transitions (from_status, to_status, act) SELECT "from", "to", act FROM known
     ON CONFLICT (from_status, to_status) DO UPDATE SET act = excluded.act`,
    [JSON.stringify(SUSPENSE_TRANSITIONS)],
  );
}
