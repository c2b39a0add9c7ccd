import type { PolicyRuleDto } from "@/contracts/approval-policy";

/** A rule in the form, with a key of its own while it is edited. */
export type EditedRule = Omit<PolicyRuleDto, "upToMinor"> & { readonly key: number };

export function toEdited(rules: readonly PolicyRuleDto[]): EditedRule[] {
  return rules.map(({ upToMinor: _upToMinor, ...rule }, key) => ({ ...rule, key }));
}

export function toTyped(rules: readonly EditedRule[]): Omit<EditedRule, "key">[] {
  return rules.map(({ key: _key, ...rule }) => rule);
}

/** A band below the given one, as strict as it, for a limit that is to be typed. */
export function addBand(rules: readonly EditedRule[], above: EditedRule): EditedRule[] {
  const key = Math.max(...rules.map((rule) => rule.key)) + 1;
  const band = { ...above, key, asset: above.asset ?? "CNY", upTo: "" };
  const index = rules.indexOf(above);
  return [...rules.slice(0, index), band, ...rules.slice(index)];
}
