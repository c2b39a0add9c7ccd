import pg from "pg";
import { findRebuildDifferences, rebuildBalances } from "@/server/store/rebuild-balances";
import { readSnapshot } from "@/server/verify/snapshot";
import { SetupError } from "../postgres/private-files";
import { acceptedOrExit, type DeskCommand, type DeskContext } from "./command";
import { noWords } from "./words";

const SHOWN = 20;

export const ledgerRebuild: DeskCommand = {
  usage: "ledger rebuild [--check]",
  summary:
    "Writes every balance anew from entries and holds, as the owner of the tables, in one transaction; for recovery, see docs/runbooks/rebuild-balances.md. --check changes nothing and says what would change; exit code 1 when something would.",
  options: { check: { type: "boolean" } },
  async run(context) {
    noWords(context);
    return context.flag("check") ? check(context) : rebuild(context);
  },
};

async function check(context: DeskContext): Promise<0 | 1> {
  await context.pool();
  const differences = await readSnapshot(findRebuildDifferences);
  const lines = differences
    .slice(0, SHOWN)
    .map((one) => `${one.what} of ${one.accountNo}: is ${one.isNow}, has to be ${one.hasToBe}`);
  const more = differences.length > SHOWN ? [`… ${differences.length} in all`] : [];
  const sentence =
    differences.length === 0 ? "Every balance is what its entries and holds say." : [...lines, ...more].join("\n");
  await context.print({ differences }, sentence);
  return differences.length === 0 ? 0 : 1;
}

async function rebuild(context: DeskContext): Promise<0> {
  await context.pool();
  const { ownerUrl } = await context.database();
  if (ownerUrl === null) {
    throw new SetupError("DATABASE_OWNER_URL is missing: balances are rebuilt by the owner of the tables alone.");
  }
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: "clearing-desk rebuild" });
  await owner.connect();
  try {
    const { changed } = acceptedOrExit(await rebuildBalances(owner));
    await context.print({ changed }, `${changed} rows were written anew. Prove the books now: desk verify.`);
    return 0;
  } finally {
    await owner.end();
  }
}
