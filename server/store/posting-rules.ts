import "server-only";
import type pg from "pg";
import type { RuleSource } from "@/core/ledger/rule";
import { accept, type Refusal, type Result, refuse } from "@/core/result";

type Deviation = { readonly event: string; readonly version: number; readonly isKnown: boolean };

/**
 * Stores the versions that the database does not have yet. A stored version is for ever: where the sources say something
 * else about one, or nothing any more, everything is left as it is and the sentence says which. Only for the owner, who
 * takes turns with others that migrate.
 */
export async function writePostingRules(
  owner: Pick<pg.Pool, "query">,
  sources: readonly RuleSource[],
): Promise<Result<{ readonly stored: number }, Refusal<"posting_rule_changed" | "posting_rule_missing">>> {
  const rules = JSON.stringify(sources.map((rule) => ({ event: rule.event, version: rule.version, rule })));
  const { rows } = await owner.query<Deviation>(
    `SELECT p.event, p.version, given.rule IS NOT NULL AS "isKnown"
     FROM posting_rules p
     LEFT JOIN jsonb_to_recordset($1) AS given (event text, version smallint, rule jsonb)
       ON given.event = p.event AND given.version = p.version
     WHERE given.rule IS DISTINCT FROM p.rule ORDER BY p.event, p.version`,
    [rules],
  );
  const [deviation] = rows;
  if (deviation) return refuseDeviation(deviation);
  const { rowCount } = await owner.query(
    `INSERT INTO posting_rules (event, version, rule)
     SELECT given.event, given.version, given.rule
     FROM jsonb_to_recordset($1) AS given (event text, version smallint, rule jsonb)
     WHERE NOT EXISTS (SELECT 1 FROM posting_rules p WHERE p.event = given.event AND p.version = given.version)
     ORDER BY given.event, given.version`,
    [rules],
  );
  return accept({ stored: rowCount ?? 0 });
}

function refuseDeviation({ event, version, isKnown }: Deviation) {
  const params = { event, version: `${version}` };
  if (isKnown) {
    return refuse(
      "posting_rule_changed",
      `Version ${version} of the posting rule ${event} is stored in this database, and core/ledger/rules now says something else under that number. Nothing was changed. Restore version ${version}, and write the new rule below it as version ${version + 1}.`,
      params,
    );
  }
  return refuse(
    "posting_rule_missing",
    `This database has version ${version} of the posting rule ${event}, which core/ledger/rules lacks. Nothing was changed. Bring the rule back, or use the newer program that this database belongs to.`,
    params,
  );
}
