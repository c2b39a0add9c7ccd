import type { ReactNode } from "react";
import { CheckerRuleText } from "@/components/approval/checker-rule";
import { DecisionCard } from "@/components/approval/decision-card";
import type { ApprovalEffect } from "@/components/approval/decision-texts";
import { MakerRecord } from "@/components/approval/maker-record";
import type { ApprovalDto, MappingApprovalDto, OtherApprovalDto } from "@/contracts/approval-views";
import { decideApprovalAction, reviewApprovalAction, withdrawApprovalAction } from "../../actions";

type DecisionLayoutProps = {
  approval: ApprovalDto | MappingApprovalDto | OtherApprovalDto;
  effect: ApprovalEffect;
  /** What is decided about, in a few words. */
  subject: ReactNode;
  nextNo: string | null;
  /** What is asked for, and what speaks for and against it. */
  children: ReactNode;
};

/** What is asked for beside its decision: next to it where the window is wide, below it where it is narrow. */
export function DecisionLayout({ approval, effect, subject, nextNo, children }: DecisionLayoutProps) {
  const { approvalNo, rule, isOwn, maker, record } = approval;
  return (
    <div className="grid gap-section xl:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex min-w-0 flex-col gap-section">{children}</div>
      <div className="min-w-0 self-start max-xl:order-first xl:sticky xl:top-18">
        <DecisionCard
          key={approvalNo}
          approval={approval}
          effect={effect}
          rule={rule ? <CheckerRuleText rule={rule} /> : null}
          subject={subject}
          nextNo={nextNo}
          decide={decideApprovalAction}
          withdraw={withdrawApprovalAction}
          review={reviewApprovalAction}
          record={isOwn ? null : <MakerRecord maker={maker} record={record} />}
        />
      </div>
    </div>
  );
}
