import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { sayIssues } from "@/contracts/say-issues";
import { type TopUpLine, topUpLine } from "@/contracts/top-ups";
import { accept, type Result, refuse } from "@/core/result";
import { recordTopUp } from "@/server/commands/record-top-up";
import type { DeskCommand } from "./command";
import { inputFile, onlyWord, systemContext } from "./words";

type Tally = { accepted: number; duplicates: number; refused: { line: number; code: string; message: string }[] };

/** Under way at the same time: enough to fill a batch of the book, few enough to forget nothing. */
const IN_FLIGHT = 200;

/** Top-ups as NDJSON. Every line is a command of its own: a refused one does not keep the others out. */
export const topUpsImport: DeskCommand = {
  usage: "top-ups import <file.ndjson>",
  summary:
    "Records money that merchants paid in, a line each: key, account (settlement, marketing, deposit), merchantNo, bankAccount, amountMinor, asset, paidInAt. A key that is known changes nothing.",
  async run(context) {
    const path = inputFile(onlyWord(context, "The file"));
    await context.pool();
    const tally: Tally = { accepted: 0, duplicates: 0, refused: [] };
    const underWay = new Set<Promise<void>>();
    let lineNo = 0;
    for await (const text of createInterface({ input: createReadStream(path, "utf8") })) {
      lineNo += 1;
      if (text.trim() === "") continue;
      const line = lineNo;
      const one = recordLine(text).then((result) => count(tally, line, result));
      underWay.add(one);
      void one.finally(() => underWay.delete(one));
      if (underWay.size >= IN_FLIGHT) await Promise.race(underWay);
    }
    await Promise.all(underWay);
    tally.refused.sort((left, right) => left.line - right.line);
    await context.print(tally, sentenceOf(tally));
    return tally.refused.length === 0 ? 0 : 1;
  },
};

async function recordLine(text: string): Promise<Result<{ existed: boolean }>> {
  const parsed = topUpLine.safeParse(parseJson(text));
  if (!parsed.success) return refuse("line_invalid", sayIssues(parsed.error).join("; "));
  const { account, ...rest } = parsed.data satisfies TopUpLine;
  const recorded = await recordTopUp(systemContext(), { ...rest, event: `${account}.topped_up` });
  return recorded.ok ? accept({ existed: recorded.value.existed }) : recorded;
}

/** What is not JSON becomes null, which no schema takes. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function count(tally: Tally, line: number, result: Result<{ existed: boolean }>): void {
  if (!result.ok) tally.refused.push({ line, code: result.refusal.code, message: result.refusal.message });
  else if (result.value.existed) tally.duplicates += 1;
  else tally.accepted += 1;
}

function sentenceOf({ accepted, duplicates, refused }: Tally): string {
  const lines = refused.slice(0, 20).map(({ line, message }) => `  line ${line}: ${message}`);
  return [`${accepted} recorded, ${duplicates} known already, ${refused.length} refused.`, ...lines].join("\n");
}
