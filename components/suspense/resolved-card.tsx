import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Alert } from "@/components/ui/alert";
import type { SuspenseItemDto } from "@/contracts/suspense-views";
import { ReopenDialog } from "./reopen-dialog";
import type { SuspenseActions } from "./suspense-actions";

type ResolvedCardProps = { item: SuspenseItemDto; reopen: SuspenseActions["reopen"]; onProposed: () => void };

/** How a closed item was settled, by which voucher, and what is followed since; it can be taken back. */
export function ResolvedCard({ item, reopen, onProposed }: ResolvedCardProps) {
  const t = useTranslations("suspense");
  const enums = useTranslations("enums");
  const { resolution, resolvedVoucherNo, resolvedAt, claimNo } = item;
  if (!resolution || !resolvedVoucherNo || !resolvedAt) return null;
  // One request waits at a time, and it stands on the page already.
  const canAsk = item.canReopen && item.approval === null;
  return (
    <Alert
      tone="success"
      title={enums(`resolution.${resolution}`)}
      actions={canAsk ? <ReopenDialog item={item} reopen={reopen} onProposed={onProposed} /> : undefined}
    >
      {t.rich("resolved.text", {
        no: () => <ObjectLink kind="voucher" no={resolvedVoucherNo} className="underline" />,
        at: () => <DateTime at={resolvedAt} />,
      })}
      {claimNo ? (
        <p>{t.rich("resolved.claim", { no: () => <ObjectLink kind="claim" no={claimNo} className="underline" /> })}</p>
      ) : null}
    </Alert>
  );
}
