"use client";

import { Pencil, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { ActionResult } from "@/contracts/action-result";
import type { ChannelDto } from "@/contracts/channel-views";
import { ChannelForm } from "./channel-form";

export type ProposeChannelAction = (raw: unknown) => Promise<ActionResult<{ no: string; approvalNo: string }>>;

/** Asks for a channel, or for other settings of one. */
export function ChannelDialog({ channel, action }: { channel: ChannelDto | null; action: ProposeChannelAction }) {
  const t = useTranslations("channels");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant={channel ? "secondary" : "primary"} onClick={() => setOpen(true)}>
        {channel ? <Pencil aria-hidden /> : <Plus aria-hidden />}
        {t(channel ? "edit.open" : "edit.add")}
      </Button>
      {open ? (
        <Dialog
          open
          onOpenChange={(next) => (next ? undefined : setOpen(false))}
          title={channel ? t("edit.title", { name: channel.name }) : t("edit.addTitle")}
          description={t("edit.description")}
          size="lg"
        >
          <ChannelForm channel={channel} action={action} onDone={() => setOpen(false)} />
        </Dialog>
      ) : null}
    </>
  );
}
