"use client";

import { useQuery } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import type { ClearingCheckDto } from "@/contracts/clearing-views";

/** Computes hash and sums of the batch again and says whether they are as they were. Nothing is changed by it. */
export function CheckAgain({ batchNo }: { batchNo: string }) {
  const t = useTranslations("clearing");
  const [open, setOpen] = useState(false);
  const { data, isFetching, isError } = useQuery({
    queryKey: ["clearing-check", batchNo, open],
    queryFn: ({ signal }) => askAgain(batchNo, signal),
    enabled: open,
    gcTime: 0,
    retry: false,
  });
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      size="md"
      trigger={
        <Button>
          <RotateCcw aria-hidden />
          {t("check.button")}
        </Button>
      }
      title={t("check.button")}
      description={batchNo}
    >
      <div aria-live="polite" aria-busy={isFetching}>
        {isError ? <Alert tone="danger" title={t("check.failed")} /> : null}
        {isFetching && !data ? <Skeleton className="h-20 w-full" /> : null}
        {data && !isError ? <Verdict check={data} /> : null}
      </div>
    </Dialog>
  );
}

function Verdict({ check: { storedHash, hash, lines, unequalLines } }: { check: ClearingCheckDto }) {
  const t = useTranslations("clearing");
  const isSame = storedHash === hash && unequalLines === 0;
  return (
    <Alert tone={isSame ? "success" : "danger"} title={t(isSame ? "check.same" : "check.differs")}>
      <span className="break-all">
        {isSame
          ? t("check.sameText", { hash, lines })
          : t("check.differsText", { stored: storedHash, hash, unequal: unequalLines })}
      </span>
    </Alert>
  );
}

async function askAgain(batchNo: string, signal: AbortSignal): Promise<ClearingCheckDto> {
  const response = await fetch(`/api/clearing/${encodeURIComponent(batchNo)}/check`, { signal });
  if (!response.ok) throw new Error(`the check answered ${response.status}`);
  // The route's own type made this; both ends are the same build.
  return (await response.json()) as ClearingCheckDto;
}
