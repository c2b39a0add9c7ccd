import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { ObjectLink } from "@/components/object/object-link";
import { TAccounts } from "@/components/suspense/t-accounts";
import { Section } from "@/components/ui/card";
import type { ApprovalDto, ChangeDto } from "@/contracts/approval-views";

const STATUS_WORDS = {
  item: "suspenseStatus",
  counterpart: "suspenseStatus",
  order: "orderStatus",
  refund: "refundStatus",
} as const satisfies Record<ChangeDto["what"], string>;

/** Before and after: the states that change, and each touched account with its balance on both sides of the voucher. */
export function ApprovalChanges({ approval }: { approval: ApprovalDto }) {
  const t = useTranslations("approvals");
  const { status, changes, accounts, asset, voucherNos } = approval;
  const tense = status === "PENDING" ? "would" : status === "EXECUTED" ? "did" : "wouldHave";
  return (
    <Section title={t(`changes.title.${tense}`)} description={t(`changes.text.${tense}`)}>
      <div className="flex flex-col gap-4">
        {tense === "wouldHave" ? null : (
          <ul className="flex flex-col gap-1 text-sm">
            {changes.map((change) => (
              <Change key={`${change.what} ${change.no}`} change={change} />
            ))}
          </ul>
        )}
        <TAccounts accounts={accounts} asset={asset} label={t("changes.voucher")} />
        {voucherNos.length > 0 ? (
          <p className="text-sm">
            <span className="text-muted">{t("changes.posted")}</span>{" "}
            {voucherNos.map((no) => (
              <ObjectLink key={no} kind="voucher" no={no} className="mr-3" />
            ))}
          </p>
        ) : null}
      </div>
    </Section>
  );
}

function Change({ change }: { change: ChangeDto }) {
  const t = useTranslations("approvals");
  const enums = useTranslations("enums");
  const kind = change.what === "item" || change.what === "counterpart" ? "suspense" : change.what;
  const word = (status: string) => enums(`${STATUS_WORDS[change.what]}.${status}`);
  return (
    <li className="flex flex-wrap items-center gap-x-2">
      <span className="w-24 text-muted">{t(`changes.what.${change.what}`)}</span>
      {change.no ? <ObjectLink kind={kind} no={change.no} /> : <span className="text-muted">{t("changes.new")}</span>}
      <span>{change.before ? word(change.before) : "—"}</span>
      <ArrowRight aria-label={t("changes.becomes")} className="size-3.5 text-muted" />
      <span className="font-medium">{word(change.after)}</span>
    </li>
  );
}
