"use client";

import { Check, Download, Plus, RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FileDrop } from "@/components/ui/file-drop";
import type { DroppedFile } from "@/components/ui/file-drop-list";
import { IconButton } from "@/components/ui/icon-button";
import { Input, Textarea } from "@/components/ui/input";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";

const VARIANTS = ["primary", "secondary", "ghost", "danger"] as const;

export function ControlSamples() {
  const t = useTranslations("design");
  return (
    <div className="grid grid-cols-1 gap-section xl:grid-cols-2">
      <Section title={t("buttons.title")} description={t("buttons.description")}>
        <ButtonSamples />
      </Section>
      <Section title={t("files.title")} description={t("files.description")}>
        <FileSample />
      </Section>
      <Section title={t("fields.title")} description={t("fields.description")} className="xl:col-span-2">
        <FieldSamples />
      </Section>
    </div>
  );
}

function ButtonSamples() {
  const t = useTranslations("design");
  const [pending, setPending] = useState(false);
  return (
    <div className="flex flex-col gap-3">
      {(["sm", "md", "lg"] as const).map((size) => (
        <div key={size} className="flex flex-wrap items-center gap-2">
          {VARIANTS.map((variant) => (
            <Button key={variant} variant={variant} size={size}>
              {t(`buttons.${variant}`)}
            </Button>
          ))}
        </div>
      ))}
      <div className="flex flex-wrap items-center gap-2">
        <Button variant="primary" pending={pending} onClick={() => setPending(true)}>
          <Check aria-hidden />
          {t("buttons.pending")}
        </Button>
        <Button disabled>{t("buttons.disabled")}</Button>
        <ButtonLink href="#grid">
          <Download aria-hidden />
          {t("buttons.link")}
        </ButtonLink>
        <IconButton label={t("buttons.add")} icon={Plus} shortcut="n" />
        <IconButton label={t("buttons.refresh")} icon={RefreshCw} onClick={() => setPending(false)} />
      </div>
    </div>
  );
}

function FieldSamples() {
  const t = useTranslations("design");
  const [query, setQuery] = useState("OR2026");
  const [channel, setChannel] = useState("wechat");
  const channels = [
    { value: "wechat", label: "WeChat Pay" },
    { value: "alipay", label: "Alipay", hint: "CNY" },
    { value: "unionpay", label: "UnionPay", disabled: true },
  ];
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      <Field label={t("fields.login")} hint={t("fields.loginHint")} required>
        <Input defaultValue="li.na" autoComplete="off" />
      </Field>
      <Field label={t("fields.amount")} error={t("fields.amountError")}>
        <Input defaultValue="12.345" inputMode="decimal" className="tabular" />
      </Field>
      <Field label={t("fields.channel")}>
        <Select options={channels} value={channel} onValueChange={setChannel} />
      </Field>
      <Field label={t("fields.note")} className="sm:row-span-2">
        <Textarea rows={4} placeholder={t("fields.notePlaceholder")} />
      </Field>
      <Field label={t("fields.search")}>
        <SearchField value={query} onValueChange={setQuery} aria-label={t("fields.search")} />
      </Field>
      <Field label={t("fields.disabled")}>
        <Input disabled defaultValue="—" />
      </Field>
      <div className="flex flex-col gap-1">
        <Checkbox label={t("fields.checked")} hint={t("fields.checkedHint")} defaultChecked />
        <Checkbox label={t("fields.some")} indeterminate />
        <Checkbox label={t("fields.off")} disabled />
      </div>
    </div>
  );
}

function FileSample() {
  const t = useTranslations("design");
  const [files, setFiles] = useState<readonly DroppedFile[]>([
    { key: "1", name: "wechat-20261119.csv.zip", sizeBytes: 4_812_331, state: "sending", sentBytes: 3_011_442 },
    { key: "2", name: "alipay-20261119.csv", sizeBytes: 812_331, state: "done" },
    { key: "3", name: "unionpay-20261118.txt", sizeBytes: 92_100, state: "failed", error: t("files.refused") },
  ]);
  const add = (added: File[]) =>
    setFiles([
      ...files,
      ...added.map((file) => ({ key: file.name, name: file.name, sizeBytes: file.size, state: "waiting" as const })),
    ]);
  return (
    <FileDrop
      label={t("files.label")}
      hint={t("files.hint")}
      accept=".csv,.txt,.zip,.gz"
      files={files}
      onFiles={add}
      onRemove={(key) => setFiles(files.filter((file) => file.key !== key))}
    />
  );
}
