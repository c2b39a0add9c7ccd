import "server-only";
import type { RuleConditionDto, RuleDto, RuleHistoryDto, RuleRowDto } from "@/contracts/catalogue-views";
import { ACCOUNT_PLACES, type AccountPlace, CHART } from "@/core/ledger/chart";
import { checkRule, countAmounts } from "@/core/ledger/check-rule";
import { compareRules } from "@/core/ledger/compare-rules";
import type { ExampleLine, PostingLine, PostingRule, RuleSource } from "@/core/ledger/rule";
import { RULE_SOURCES } from "@/core/ledger/rule-sources";
import { AMOUNTS, type AmountName, ASSET_WORDS, ROLES, type Role, type Words } from "@/core/ledger/vocabulary";
import { invariant } from "@/core/result";
import { reader } from "@/server/transact";

type RuleRaw = { rule: RuleSource; stored_at: Date };

/** The rule of every event as vouchers are posted by it now, in the order in which the catalogue is written. */
export async function listPostingRules(): Promise<RuleDto[]> {
  const raws = await reader.query<RuleRaw>(
    "SELECT DISTINCT ON (event) rule, stored_at FROM posting_rules ORDER BY event, version DESC",
  );
  const order = new Map<string, number>(RULE_SOURCES.map((source, index) => [source.event, index]));
  const placeOf = (raw: RuleRaw) => order.get(raw.rule.event) ?? order.size;
  return raws.sort((left, right) => placeOf(left) - placeOf(right)).map(toRuleDto);
}

/** A version of an event's rule, its newest when none is asked for; null when the database has none. */
export async function findPostingRule(event: string, version: number | null): Promise<RuleHistoryDto | null> {
  const raws = await reader.query<RuleRaw>(
    "SELECT rule, stored_at FROM posting_rules WHERE event = $1 ORDER BY version DESC",
    [event],
  );
  const chosen = version === null ? raws[0] : raws.find((raw) => raw.rule.version === version);
  if (!chosen) return null;
  const versions = raws.map(({ rule, stored_at }, index) => ({
    version: rule.version,
    storedAt: stored_at.toISOString(),
    ...compareRules(raws[index + 1]?.rule ?? null, rule),
  }));
  return { rule: toRuleDto(chosen), versions };
}

/** What is stored was lawful when it was stored, and words are never taken away; so it reads for ever. */
function toRuleDto({ rule: source, stored_at }: RuleRaw): RuleDto {
  const checked = checkRule(source);
  invariant(checked.ok, `the stored rule ${source.event} version ${source.version} can be read`);
  const { event, version, group, name, meaning } = source;
  const { needsApproval, crossesFunds, kind } = checked.value;
  return {
    event,
    version,
    group,
    name,
    meaning,
    needsApproval,
    crossesFunds,
    kind,
    rows: kind === "LINES" ? ruleRows(checked.value) : checked.value.example.map(exampleRow),
    conditions: conditionsOf(checked.value.lines),
    text: source.lines,
    storedAt: stored_at.toISOString(),
  };
}

/** The example's lines come in the order of the rule's, without those whose amount it leaves out. */
function ruleRows({ lines, example, source }: PostingRule): RuleRowDto[] {
  const left = [...example];
  return lines.map((line) => {
    const shown = Object.hasOwn(source.example.amounts ?? {}, line.amount) ? left.shift() : undefined;
    return {
      ...accountOf(line),
      amount: wordsOf(AMOUNTS[line.amount]),
      asset: line.asset === null ? null : wordsOf(ASSET_WORDS[line.asset]),
      example: shown ? { amountMinor: `${shown.amountMinor}`, asset: shown.asset } : null,
    };
  });
}

function exampleRow(line: ExampleLine): RuleRowDto {
  const example = { amountMinor: `${line.amountMinor}`, asset: line.asset };
  return { ...accountOf(line), amount: null, asset: null, example };
}

function accountOf(line: { side: PostingLine["side"]; place: AccountPlace; role: Role | null }) {
  const { glCode } = ACCOUNT_PLACES[line.place];
  const subject = CHART.find((one) => one.code === glCode);
  invariant(subject, `the chart has ${glCode}`);
  return {
    side: line.side,
    glCode,
    subject: { en: subject.nameEn, zh: subject.nameZh },
    fundOwner: subject.fundOwner,
    role: line.role === null ? null : wordsOf(ROLES[line.role]),
  };
}

function wordsOf({ en, zh }: Words): Words {
  return { en, zh };
}

/** An amount that stands on both sides balances itself, and is no condition. */
function conditionsOf(lines: readonly PostingLine[]): RuleConditionDto[] {
  return [...countAmounts(lines)].flatMap(([asset, counts]) => {
    const named = (sign: 1 | -1) =>
      [...counts].flatMap(([name, count]) =>
        Array.from({ length: Math.max(0, count * sign) }, () => wordsOf(AMOUNTS[name as AmountName])),
      );
    const word = asset === null ? null : wordsOf(ASSET_WORDS[asset as keyof typeof ASSET_WORDS]);
    const [debit, credit] = [named(1), named(-1)];
    return debit.length === 0 ? [] : [{ asset: word, debit, credit }];
  });
}
