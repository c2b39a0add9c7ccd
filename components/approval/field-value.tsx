import { useTranslations } from "next-intl";
import { FindingLine } from "@/components/day-close/finding-text";
import { Amount } from "@/components/money/amount";
import { ObjectLink } from "@/components/object/object-link";
import type { FieldValueDto } from "@/contracts/approval-views";
import { AdoptionLines } from "./adoption-lines";
import { LevelLines } from "./level-lines";
import { RuleLines } from "./rule-lines";

/** A value that a request changes, or what it is about. */
export function FieldValue({ value }: { value: FieldValueDto | null }) {
  const t = useTranslations("approvals");
  if (value === null) return <span className="text-muted">{t("other.none")}</span>;
  switch (value.kind) {
    case "text":
      return <span className="whitespace-pre-wrap break-words">{value.text}</span>;
    case "message":
      return <span className="whitespace-pre-wrap break-words">{t(value.key, value.values)}</span>;
    case "amount":
      return <Amount amountMinor={value.amountMinor} asset={value.asset} showAsset />;
    case "object":
      return <ObjectLink kind={value.object} no={value.no} />;
    case "rules":
      return <RuleLines rules={value.rules} />;
    case "adoptions":
      return <AdoptionLines rules={value.rules} />;
    case "levels":
      return <LevelLines levels={value.levels} />;
    case "finding":
      return <FindingLine finding={value.finding} />;
  }
}
