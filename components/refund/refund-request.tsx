"use client";

import { useRouter } from "next/navigation";
import type { ServerCommand } from "@/components/refusal/use-command";
import { RequestCard } from "@/components/suspense/request-card";
import type { ItemApprovalDto } from "@/contracts/suspense-views";

type RefundRequestProps = { request: ItemApprovalDto; withdraw: ServerCommand<unknown>; isLinked?: boolean };

/** The request that a refund waits for; who asked can take it back. */
export function RefundRequest({ request, withdraw, isLinked = true }: RefundRequestProps) {
  const router = useRouter();
  const refresh = () => router.refresh();
  return <RequestCard approval={request} withdraw={withdraw} onWithdrawn={refresh} isLinked={isLinked} />;
}
