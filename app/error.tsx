"use client";

import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";

type ErrorPageProps = { error: unknown; retry: () => void };

/** A bug reached the screen: what happened, that no money moved by it, what to do, and the number the log knows it by. */
export default function ErrorPage({ error, retry }: ErrorPageProps) {
  const t = useTranslations("common.error");
  const common = useTranslations("common");
  const { message = "", digest } = error instanceof Error ? (error as Error & { digest?: string }) : {};
  const outdated = message.includes("Failed to find Server Action") || message.includes("ChunkLoadError");
  return (
    <div className="mx-auto max-w-2xl py-10">
      <h1 className="mb-3 font-semibold text-xl">{t("title")}</h1>
      <Alert
        tone={outdated ? "info" : "danger"}
        urgent
        title={outdated ? t("newVersion") : t("description")}
        actions={
          outdated ? (
            <Button onClick={() => window.location.reload()}>{t("reload")}</Button>
          ) : (
            <Button onClick={retry}>{common("retry")}</Button>
          )
        }
      >
        {digest ? (
          <p>
            {t("reference")}: <code className="font-mono">{digest}</code>
          </p>
        ) : null}
      </Alert>
    </div>
  );
}
