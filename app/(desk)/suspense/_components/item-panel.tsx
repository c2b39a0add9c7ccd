"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";
import { objectHref } from "@/components/object/object-href";
import { ItemStatusBadge, KindBadge } from "@/components/suspense/item-badges";
import { type ItemIntent, ItemWorkspace } from "@/components/suspense/item-workspace";
import type { SuspenseActions } from "@/components/suspense/suspense-actions";
import { Alert } from "@/components/ui/alert";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PeekPanel } from "@/components/ui/peek-panel";
import { Skeleton } from "@/components/ui/skeleton";
import type { SuspenseItemDto } from "@/contracts/suspense-views";

type ItemPanelProps = {
  itemNo: string | null;
  query: UseQueryResult<SuspenseItemDto | null>;
  actions: SuspenseActions;
  me: string;
  intent: ItemIntent | null;
  onIntentDone: () => void;
  onClose: () => void;
};

/** One item beside the queue, which keeps the focus: j, k and n go on, Escape closes. */
export function ItemPanel({ itemNo, query, onClose, ...workspace }: ItemPanelProps) {
  const t = useTranslations("suspense");
  const item = query.data ?? null;
  return (
    <PeekPanel
      open={itemNo !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={<span className="tabular">{itemNo}</span>}
      description={
        item ? (
          <span className="flex flex-wrap items-center gap-1.5 pt-1">
            <KindBadge kind={item.kind} direction={item.direction} />
            <ItemStatusBadge status={item.status} />
            {item.merchant?.name ?? item.channel.name}
          </span>
        ) : null
      }
      actions={
        itemNo === null ? null : (
          <ButtonLink size="sm" variant="ghost" href={objectHref("suspense", itemNo) ?? "/suspense"} prefetch={false}>
            <ExternalLink aria-hidden />
            {t("panel.openPage")}
          </ButtonLink>
        )
      }
      keepFocus
      width="wide"
    >
      <PanelBody query={query}>
        {item ? <ItemWorkspace key={item.itemNo} item={item} layout="panel" {...workspace} /> : null}
      </PanelBody>
    </PeekPanel>
  );
}

function PanelBody({ query, children }: { query: ItemPanelProps["query"]; children: React.ReactNode }) {
  const t = useTranslations("suspense");
  const common = useTranslations("common");
  if (query.isError) {
    const retry = (
      <Button size="sm" onClick={() => void query.refetch()}>
        {common("retry")}
      </Button>
    );
    return <Alert tone="danger" urgent title={t("panel.failed")} actions={retry} />;
  }
  if (query.isPending) {
    return (
      <div className="flex flex-col gap-4">
        <Skeleton className="h-8 w-2/3" />
        <Skeleton className="h-40 w-full" />
        <Skeleton className="h-32 w-full" />
      </div>
    );
  }
  return query.data ? (
    children
  ) : (
    <EmptyState kind="no-match" title={t("panel.unknown")} description={t("panel.unknownText")} />
  );
}
