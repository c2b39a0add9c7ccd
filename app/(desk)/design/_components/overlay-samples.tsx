"use client";

import { Archive, MoreHorizontal, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Textarea } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Breadcrumb } from "@/components/ui/page-header";
import { PeekPanel } from "@/components/ui/peek-panel";
import { TabLinks } from "@/components/ui/tab-links";
import { Tabs } from "@/components/ui/tabs";
import { notify } from "@/components/ui/toast";

export function OverlaySamples() {
  const t = useTranslations("design");
  return (
    <div className="grid grid-cols-1 gap-section xl:grid-cols-2">
      <Section title={t("overlays.title")} description={t("overlays.description")}>
        <div className="flex flex-wrap items-center gap-2">
          <DialogSample />
          <PanelSample />
          <MenuSample />
          <Button onClick={() => notify.success(t("overlays.saved"), { description: t("overlays.savedText") })}>
            {t("overlays.toast")}
          </Button>
          <Button onClick={() => notify.danger(t("overlays.failed"), { description: t("overlays.failedText") })}>
            {t("overlays.failedToast")}
          </Button>
          <span className="inline-flex items-center gap-2 text-muted text-sm">
            <Kbd keys="mod+k" />
            <Kbd keys="g s" />
            <Kbd keys="?" />
          </span>
        </div>
      </Section>
      <Section title={t("navigation.title")} description={t("navigation.description")}>
        <NavigationSample />
      </Section>
    </div>
  );
}

function DialogSample() {
  const t = useTranslations("design");
  return (
    <Dialog
      trigger={<Button>{t("overlays.dialog")}</Button>}
      title={t("overlays.rejectTitle")}
      description={t("overlays.rejectText")}
      footer={
        <>
          <DialogClose>
            <Button>{t("sample.cancel")}</Button>
          </DialogClose>
          <DialogClose>
            <Button variant="danger">{t("overlays.reject")}</Button>
          </DialogClose>
        </>
      }
    >
      <Field label={t("overlays.reason")} required>
        <Textarea />
      </Field>
    </Dialog>
  );
}

function PanelSample() {
  const t = useTranslations("design");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("overlays.panel")}</Button>
      <PeekPanel open={open} onOpenChange={setOpen} title="SU20261119000042" description={t("overlays.panelText")}>
        <p className="text-sm">{t("overlays.panelBody")}</p>
      </PeekPanel>
    </>
  );
}

function MenuSample() {
  const t = useTranslations("design");
  return (
    <Menu trigger={<IconButton label={t("overlays.menu")} icon={MoreHorizontal} />} align="start">
      <MenuItem icon={Archive} end={<Kbd keys="h" />}>
        {t("overlays.snooze")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Trash2} danger>
        {t("overlays.remove")}
      </MenuItem>
    </Menu>
  );
}

function NavigationSample() {
  const t = useTranslations("design");
  return (
    <div className="flex flex-col gap-4">
      <Breadcrumb items={[{ label: t("navigation.batches"), href: "#grid" }, { label: "RB20261119-WECHAT" }]} />
      <Tabs
        aria-label={t("navigation.tabs")}
        items={[
          { value: "one", label: t("navigation.waitingForMe"), count: 4, content: <p>{t("navigation.tabText")}</p> },
          { value: "two", label: t("navigation.allWaiting"), count: 27, content: <p>{t("navigation.tabText")}</p> },
          { value: "three", label: t("navigation.done"), content: <p>{t("navigation.tabText")}</p> },
        ]}
      />
      <TabLinks
        aria-label={t("navigation.links")}
        items={[
          { href: "/design", label: t("navigation.summary"), current: true },
          { href: "/design#grid", label: t("navigation.lines"), current: false },
        ]}
      />
    </div>
  );
}
