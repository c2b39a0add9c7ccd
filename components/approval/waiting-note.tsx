import { useTranslations } from "next-intl";
import { ObjectLink } from "@/components/object/object-link";
import { Alert } from "@/components/ui/alert";

/** Says on the page of a thing that somebody has asked to change it, and where that waits. */
export function WaitingNote({ approvalNo }: { approvalNo: string }) {
  const t = useTranslations("administration");
  return (
    <Alert tone="info" title={t("waiting.title")}>
      {t.rich("waiting.text", { no: () => <ObjectLink kind="approval" no={approvalNo} className="underline" /> })}
    </Alert>
  );
}
