import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Alert } from "@/components/ui/alert";
import type { SuspenseItemDto } from "@/contracts/suspense-views";

/** How a closed item was settled, and by which voucher. */
export function ResolvedCard({ item }: { item: SuspenseItemDto }) {
  const t = useTranslations("suspense");
  const enums = useTranslations("enums");
  const { resolution, resolvedVoucherNo, resolvedAt } = item;
  if (!resolution || !resolvedVoucherNo || !resolvedAt) return null;
  return (
    <Alert tone="success" title={enums(`resolution.${resolution}`)}>
      {t.rich("resolved.text", {
        no: () => <ObjectLink kind="voucher" no={resolvedVoucherNo} className="underline" />,
        at: () => <DateTime at={resolvedAt} />,
      })}
    </Alert>
  );
}
