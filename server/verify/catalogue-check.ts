import "server-only";
import { ALL_RULES } from "@/core/ledger/catalogue";
import { ACCOUNT_PLACES } from "@/core/ledger/chart";
import type { BookCheck } from "./book-check";

type Allowed = { events: string[]; versions: number[]; sides: (string | null)[]; glCodes: (string | null)[] };

/** What every version of every rule allows; a null side and subject is "whatever its approval shows". */
function allowedLines(): Allowed {
  const allowed: Allowed = { events: [], versions: [], sides: [], glCodes: [] };
  for (const { event, version, kind, lines } of ALL_RULES) {
    const open = kind === "AS_APPROVED" ? [{ side: null, glCode: null }] : [];
    const written = lines.map(({ side, place }) => ({ side, glCode: ACCOUNT_PLACES[place].glCode }));
    for (const { side, glCode } of [...open, ...written]) {
      allowed.events.push(event);
      allowed.versions.push(version);
      allowed.sides.push(side);
      allowed.glCodes.push(glCode);
    }
  }
  return allowed;
}

/**
 * Every voucher posts what its event's rule said in the version that made it, and nothing else; a reversal posts the
 * other sides of what it reverses. Vouchers are compared kind by kind: event, version, side and subject.
 */
function vouchersFollowCatalogue(): BookCheck {
  const { events, versions, sides, glCodes } = allowedLines();
  return {
    name: "vouchers_follow_catalogue",
    noun: "kinds of lines",
    params: [events, versions, sides, glCodes],
    units: `
      WITH allowed AS (
        SELECT DISTINCT * FROM unnest($1::text[], $2::smallint[], $3::text[], $4::text[]) AS a (event, version, side, gl_code)
      ), line AS (
        SELECT v.event, v.catalogue_version AS version, v.reverses_voucher_id AS reverses, a.gl_code, e.side, min(v.id) AS first_id
        FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
        LEFT JOIN accounts a ON a.id = e.account_id GROUP BY 1, 2, 3, 4, 5
      ), kind AS (
        SELECT coalesce(r.event, l.event) AS event, coalesce(r.catalogue_version, l.version) AS version, l.gl_code,
               CASE WHEN r.id IS NULL THEN l.side WHEN l.side = 'DEBIT' THEN 'CREDIT' ELSE 'DEBIT' END AS side,
               (r.id IS NOT NULL) = (l.event = 'voucher.reversed') AS is_told, min(l.first_id) AS first_id
        FROM line l LEFT JOIN vouchers r ON r.id = l.reverses GROUP BY 1, 2, 3, 4, 5
      )
      SELECT (SELECT v.voucher_no FROM vouchers v WHERE v.id = k.first_id) AS name, k.is_told AND EXISTS (
               SELECT 1 FROM allowed w WHERE w.event = k.event AND w.version = k.version
                 AND (w.gl_code IS NULL OR (w.gl_code = k.gl_code AND w.side = k.side))) AS ok
      FROM kind k`,
  };
}

export const FOLLOWS_CATALOGUE: BookCheck = vouchersFollowCatalogue();
