import { useTranslations } from "next-intl";
import { ObjectLink } from "@/components/object/object-link";
import { Alert } from "@/components/ui/alert";
import type { ApprovalDto } from "@/contracts/approval-views";
import { APPROVAL_TONES } from "./approval-look";

/** What a reader has to know before anything else: how it ended, or that it cannot be decided as it stands. */
export function ApprovalNotices({ approval }: { approval: ApprovalDto }) {
  const t = useTranslations("approvals");
  const { status, isExpired, isOutdated, changed, item } = approval;
  const itemLink = () => <ObjectLink kind="suspense" no={item.itemNo} className="underline" />;
  if (status !== "PENDING") {
    return (
      <Alert tone={APPROVAL_TONES[status]} title={t(`ended.${status}.title`)}>
        {t.rich(`ended.${status}.text`, { item: itemLink })}
      </Alert>
    );
  }
  if (isExpired)
    return (
      <Alert tone="warning" title={t("ended.EXPIRED.title")}>
        {t.rich("ended.EXPIRED.text", { item: itemLink })}
      </Alert>
    );
  if (!isOutdated) return null;
  return (
    <Alert tone="warning" title={t("outdated.title")}>
      {t.rich("outdated.text", { item: itemLink })}{" "}
      {changed.length > 0 ? t("changedNow", { changed: changed.join(", ") }) : null}
    </Alert>
  );
}
