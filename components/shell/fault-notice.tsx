"use client";

import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";

export type FaultNoticeProps = { error: unknown; retry: () => void };

/** What Next and the browser say when this tab is older than the installed desk. */
const OUTDATED = /Failed to find Server Action|ChunkLoadError|Failed to load chunk/;

/** A bug reached the screen: what happened, that nothing moved by it, what to do, and the number the log knows it by. */
export function FaultNotice({ error, retry }: FaultNoticeProps) {
  const t = useTranslations("common");
  const message = error instanceof Error ? error.message : "";
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : "";
  if (OUTDATED.test(message)) {
    return (
      <Alert
        tone="info"
        urgent
        title={t("error.newVersion")}
        actions={<Button onClick={() => window.location.reload()}>{t("error.reload")}</Button>}
      />
    );
  }
  return (
    <Alert tone="danger" urgent title={t("error.description")} actions={<Button onClick={retry}>{t("retry")}</Button>}>
      {digest ? (
        <p>
          {t("error.reference")}: <code className="font-mono">{digest}</code>
        </p>
      ) : null}
    </Alert>
  );
}
