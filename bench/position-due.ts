import type pg from "pg";
import { SETTLEMENTS_DUE } from "@/server/position/position-sql";
import { millisecondsOf } from "./milliseconds";

/** What falls due cannot be told without them: cleared and not settled, pending, and left by the settlement before. */
const BARE = [
  `SELECT count(*), sum(minor) FROM (
     SELECT merchant_id, asset, sum(net_minor) AS minor FROM clearing_lines
     WHERE batch_id = (SELECT id FROM clearing_batches WHERE accounting_on = $1) GROUP BY 1, 2) AS cleared`,
  `SELECT count(*), sum(h.posted_minor) FROM accounts a JOIN account_holdings h ON h.account_id = a.id WHERE a.gl_code = '2202.01' AND $1::date IS NOT NULL`,
  `SELECT count(*), sum(held_minor + carried_minor) FROM settlements
   WHERE batch_id = (SELECT id FROM settlement_batches WHERE settled_on < $1 ORDER BY id DESC LIMIT 1)`,
];
const TURNS = 5;

/** Milliseconds of the position's heaviest query and of the bare ones, the best of some turns, while `day` is cleared and not settled. */
export async function measureDue(owner: pg.Pool, day: string): Promise<readonly [ours: number, bare: number]> {
  let [ours, bare] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let turn = 0; turn < TURNS; turn += 1) {
    ours = Math.min(ours, await millisecondsOf(() => owner.query(SETTLEMENTS_DUE, [day])));
    bare = Math.min(
      bare,
      await millisecondsOf(async () => {
        for (const sql of BARE) await owner.query(sql, [day]);
      }),
    );
  }
  return [ours, bare];
}
