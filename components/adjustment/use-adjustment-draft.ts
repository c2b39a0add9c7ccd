"use client";

import { useMemo, useState } from "react";
import type { AdjustableAccountDto, RoleChoiceDto } from "@/contracts/adjustment-views";
import { type AccountFacts, type Judgement, judgeVoucher, type WrittenLine } from "@/core/adjustments/judge-voucher";
import { blanksOf, FREE_EVENT, type ManualEvent } from "@/core/adjustments/manual-events";
import { readTypedAmount, type TypedAmount } from "@/core/adjustments/read-amount";
import { scaleOf } from "@/core/money/format-money";

/** A line as it is typed: an amount in one of the two columns, as text. */
export type EditorLine = {
  readonly key: string;
  readonly account: AdjustableAccountDto | null;
  readonly debit: string;
  readonly credit: string;
};
export type Template = {
  readonly event: ManualEvent;
  readonly asset: string;
  readonly amounts: Readonly<Record<string, string>>;
  readonly roles: Readonly<Record<string, RoleChoiceDto | null>>;
};

/** What is written so far, what is wrong with it, and the choice to send once nothing is; amounts as exact text. */
export type AdjustmentDraft = {
  readonly lines: readonly EditorLine[];
  readonly setLines: (change: (lines: readonly EditorLine[]) => readonly EditorLine[]) => void;
  readonly template: Template;
  readonly setTemplate: (change: Partial<Template>) => void;
  readonly isFree: boolean;
  /** Of free lines alone: a template's are judged where its accounts are known. */
  readonly judgement: Judgement;
  readonly choice: object | null;
};

export function newLine(account: AdjustableAccountDto | null = null): EditorLine {
  return { key: crypto.randomUUID(), account, debit: "", credit: "" };
}

export function useAdjustmentDraft(accounts: readonly AdjustableAccountDto[], event: ManualEvent): AdjustmentDraft {
  const [lines, setLines] = useState<readonly EditorLine[]>(() => {
    const given = accounts.map((account) => newLine(account));
    return given.length >= 2 ? given : [...given, ...Array.from({ length: 2 - given.length }, () => newLine())];
  });
  const [template, setWhole] = useState<Template>({ event, asset: "CNY", amounts: {}, roles: {} });
  const judgement = useMemo(() => judgeLines(lines), [lines]);
  const isFree = template.event === FREE_EVENT;
  const choice = isFree ? toLinesChoice(judgement) : toTemplateChoice(template);
  const setTemplate = (change: Partial<Template>) => setWhole((before) => ({ ...before, ...change }));
  return { lines, setLines, template, setTemplate, isFree, judgement, choice };
}

/** What was typed in a column of a line. */
export function readColumn(line: EditorLine, column: "debit" | "credit"): TypedAmount {
  return readTypedAmount(line[column], scaleOf(line.account?.asset ?? "CNY"));
}

function judgeLines(lines: readonly EditorLine[]): Judgement {
  // An empty line at the end is where one goes on writing, and no mistake.
  const started = lines.filter((line) => line.account !== null || line.debit !== "" || line.credit !== "");
  const written = started.map((line): WrittenLine => {
    const column = line.debit === "" ? "credit" : "debit";
    const typed = readColumn(line, column);
    return {
      side: column === "debit" ? "DEBIT" : "CREDIT",
      accountNo: line.account?.accountNo ?? null,
      amountMinor: typed.state === "READ" ? typed.amountMinor : null,
    };
  });
  const facts = started.flatMap(({ account }): [string, AccountFacts][] => {
    if (account === null) return [];
    return [[account.accountNo, { ...account, availableMinor: BigInt(account.availableMinor) }]];
  });
  return judgeVoucher(written, new Map(facts));
}

function toLinesChoice({ lines }: Judgement): object | null {
  if (lines === null) return null;
  const sent = lines.map(({ side, accountNo, amountMinor }) => ({ side, accountNo, amountMinor: `${amountMinor}` }));
  return { kind: "LINES", lines: sent };
}

function toTemplateChoice({ event, asset, amounts, roles }: Template): object | null {
  const blanks = blanksOf(event);
  const amountsSent: Record<string, string> = {};
  for (const name of blanks.amounts) {
    const typed = readTypedAmount(amounts[name] ?? "", scaleOf(asset));
    if (typed.state !== "READ") return null;
    amountsSent[name] = `${typed.amountMinor}`;
  }
  const rolesSent: Record<string, string> = {};
  for (const name of blanks.roles) {
    const chosen = roles[name];
    if (!chosen) return null;
    rolesSent[name] = chosen.no;
  }
  return { kind: "TEMPLATE", event, asset, amounts: amountsSent, roles: rolesSent };
}
