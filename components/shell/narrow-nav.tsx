"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Menu as MenuIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import type { Role } from "@/core/permissions/permissions";
import { SideNav } from "./side-nav";

type NarrowNavProps = { roles: readonly Role[]; approvalsWaiting?: Promise<number> | undefined };

/** The navigation of narrow windows: a panel from the left that closes when a page is chosen. */
export function NarrowNav({ roles, approvalsWaiting }: NarrowNavProps) {
  const t = useTranslations("shell");
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger render={<IconButton label={t("openNav")} icon={MenuIcon} className="lg:hidden" />} />
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-overlay lg:hidden" />
        <Dialog.Popup className="fixed inset-y-0 left-0 z-50 w-64 border-line border-r bg-surface text-ink shadow-pop outline-hidden transition-[translate] duration-150 data-ending-style:-translate-x-full data-starting-style:-translate-x-full lg:hidden">
          <Dialog.Title className="sr-only">{t("navLabel")}</Dialog.Title>
          <SideNav roles={roles} approvalsWaiting={approvalsWaiting} onNavigate={() => setOpen(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
