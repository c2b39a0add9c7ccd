import { useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/badge";
import type { ApprovalRowDto } from "@/contracts/approval-views";
import { APPROVAL_TONES } from "./approval-look";

/** The state of a request; one that waits past its time is expired for everybody already. */
export function ApprovalStatusBadge({ approval }: { approval: Pick<ApprovalRowDto, "status" | "isExpired"> }) {
  const enums = useTranslations("enums");
  const status = approval.isExpired ? "EXPIRED" : approval.status;
  return <StatusBadge tone={APPROVAL_TONES[status]}>{enums(`approvalStatus.${status}`)}</StatusBadge>;
}
