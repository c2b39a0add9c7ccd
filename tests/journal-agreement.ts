import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toDecimalString } from "@/core/money/parse-money";
import { invariant } from "@/core/result";
import { exportLedger, journalText } from "@/server/commands/export-ledger";
import { readTrialBalance } from "@/server/queries/trial-balance";
import { reader } from "@/server/transact";
import { asSystem } from "./command-context";
import { ensureHledger } from "./hledger";
import { readHledgerText } from "./read-hledger-text";

export type JournalRange = { readonly from?: string; readonly to?: string };
/** "2202.01 CNY" → exact decimal, debits positive, nothing that is zero. */
export type SubjectSums = Readonly<Record<string, string>>;

/** The exported journal as one text, as a page or the command line would get it. */
export async function exportedJournal(format: "hledger" | "csv", range: JournalRange = {}): Promise<string> {
  const context = asSystem(randomUUID());
  const allowed = await exportLedger(context, { format, ...range });
  invariant(allowed.ok, "the system may export");
  let text = "";
  for await (const piece of journalText(context, { format, ...range })) text += piece;
  return text;
}

/** Our closing balances of a day. */
export async function sumsOfTrialBalance(day: string): Promise<SubjectSums> {
  const { lines } = await readTrialBalance(day);
  const assets = await reader.query<{ code: string; scale: number }>("SELECT code, scale FROM assets");
  const scales = new Map(assets.map((row) => [row.code, row.scale]));
  const figures = lines
    .map((line) => ({ ...line, minor: line.closingDebitMinor - line.closingCreditMinor }))
    .filter(({ minor }) => minor !== 0n);
  return Object.fromEntries(
    figures.map(({ account, asset, minor }) => [`${account} ${asset}`, toDecimalString(minor, scales.get(asset) ?? 0)]),
  );
}

/** "2202 Owed to merchants:2202.01 Pending:M1-PENDING CNY" counts for "2202.01 CNY". */
export function sumsBySubject(sums: ReadonlyMap<string, string>): SubjectSums {
  const subjects = new Map<string, { minor: bigint; scale: number }>();
  for (const [name, amount] of sums) {
    const code = name.split(":").at(-2)?.split(" ")[0] ?? "";
    const key = `${code} ${name.slice(name.lastIndexOf(" ") + 1)}`;
    const scale = amount.includes(".") ? amount.length - amount.indexOf(".") - 1 : 0;
    const minor = BigInt(amount.replace(".", "")) + (subjects.get(key)?.minor ?? 0n);
    subjects.set(key, { minor, scale });
  }
  const figures = [...subjects].filter(([, { minor }]) => minor !== 0n);
  return Object.fromEntries(figures.map(([key, { minor, scale }]) => [key, toDecimalString(minor, scale)]));
}

/** What the program hledger adds a journal up to, by "account asset"; it also checks the journal strictly. Null without it. */
export function sumsOfHledger(text: string): ReadonlyMap<string, string> | null {
  const hledger = ensureHledger();
  if (hledger === null) return null;
  const folder = mkdtempSync(join(tmpdir(), "desk-journal-"));
  try {
    const path = join(folder, "book.journal");
    writeFileSync(path, text);
    const run = (...args: string[]) => execFileSync(hledger, ["-f", path, ...args], { encoding: "utf8" });
    run("check", "--strict", "accounts", "commodities", "ordereddates");
    const table = run("bal", "--flat", "--empty", "-O", "csv", "--layout=bare", "--no-total");
    const rows = table.trim().split("\n").slice(1);
    const cells = rows.map((row) => row.slice(1, -1).split('","'));
    const standing = cells.filter(([, , amount = ""]) => !/^[-0.]*$/.test(amount));
    return new Map(
      standing.map(([account = "", asset = "", amount = ""]) => [`${account} ${asset.replaceAll('"', "")}`, amount]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Whether the whole book's journal says what the trial balance of `day` says, read by us and, where it is, by hledger. */
export async function journalAgrees(
  day: string,
): Promise<{ ours: SubjectSums; theirs: SubjectSums; trial: SubjectSums }> {
  const text = await exportedJournal("hledger");
  const ours = sumsBySubject(readHledgerText(text).sums);
  const program = sumsOfHledger(text);
  return { ours, theirs: program ? sumsBySubject(program) : ours, trial: await sumsOfTrialBalance(day) };
}
