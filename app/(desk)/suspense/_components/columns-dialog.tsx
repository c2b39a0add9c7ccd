"use client";

import { useTranslations } from "next-intl";
import { parseAsString, useQueryStates } from "nuqs";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { RadioCards } from "@/components/ui/radio-cards";
import { HIDEABLE_COLUMNS, type HideableColumn, hiddenColumnsOf } from "@/contracts/view-address";

const ORDERS = ["rank", "newest"] as const;

/** Which columns are shown and in which order the rows stand: both in the address, so that a link and a view keep them. */
export function ColumnsDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("suspense.views");
  const suspense = useTranslations("suspense");
  const common = useTranslations("common");
  const [{ hide, sort }, setValues] = useQueryStates({ hide: parseAsString, sort: parseAsString }, { history: "push" });
  const hidden = hiddenColumnsOf(hide);
  const show = (column: HideableColumn, isShown: boolean) => {
    const next = HIDEABLE_COLUMNS.filter((one) => (one === column ? !isShown : hidden.includes(one)));
    void setValues({ hide: next.length === 0 ? null : next.join(",") });
  };
  return (
    <Dialog
      open
      onOpenChange={(next) => (next ? undefined : onClose())}
      title={t("columns")}
      description={t("columnsText")}
      footer={
        <DialogClose>
          <Button variant="primary">{common("close")}</Button>
        </DialogClose>
      }
    >
      <div className="flex flex-col gap-4">
        <fieldset className="grid grid-cols-2 gap-1">
          <legend className="mb-1 font-medium text-sm">{t("shown")}</legend>
          {HIDEABLE_COLUMNS.map((column) => (
            <Checkbox
              key={column}
              label={suspense(`column.${column}`)}
              checked={!hidden.includes(column)}
              onCheckedChange={(isShown) => show(column, isShown)}
            />
          ))}
        </fieldset>
        <RadioCards
          legend={t("order")}
          options={ORDERS.map((value) => ({ value, label: t(`orderBy.${value}`), hint: t(`orderHint.${value}`) }))}
          value={sort === "newest" ? "newest" : "rank"}
          onValueChange={(order) => void setValues({ sort: order === "newest" ? "newest" : null })}
        />
      </div>
    </Dialog>
  );
}
