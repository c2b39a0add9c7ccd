"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useShortcut } from "@/components/shell/use-shortcut";
import { ItemWorkspace } from "@/components/suspense/item-workspace";
import type { SuspenseActions } from "@/components/suspense/suspense-actions";
import { suspenseItemOptions } from "@/components/suspense/use-suspense-item";
import type { SuspenseItemDto } from "@/contracts/suspense-views";

type ItemPageProps = {
  item: SuspenseItemDto;
  /** What follows in the queue. */
  nextNo: string | null;
  me: string;
  actions: SuspenseActions;
};

/** An item on a page of its own: the server's copy first, then whatever changed since. */
export function ItemPage({ item, nextNo, me, actions }: ItemPageProps) {
  const router = useRouter();
  const { data } = useQuery({ ...suspenseItemOptions(item.itemNo), initialData: item });
  useShortcut("nextItem", () => router.push(nextNo === null ? "/suspense" : `/suspense/${nextNo}`));
  // The page's head stands on the server: it is asked again after every change.
  const onChange = () => router.refresh();
  return <ItemWorkspace item={data ?? item} layout="page" me={me} actions={actions} onChange={onChange} />;
}
