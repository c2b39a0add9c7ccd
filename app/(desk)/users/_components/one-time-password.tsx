"use client";

import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import type { UserAdded } from "@/contracts/users";

/** The password that opens the first sign-in, shown this once. */
export function OneTimePassword({ user, onClose }: { user: UserAdded; onClose: () => void }) {
  const t = useTranslations("users");
  return (
    <div className="flex flex-col gap-4">
      {user.oneTimePassword === null ? (
        <Alert tone="warning" urgent title={t("password.gone")}>
          {t("password.goneText")}
        </Alert>
      ) : (
        <>
          <Alert tone="success" urgent title={t("password.once")}>
            {t("password.onceText", { approvalNo: user.approvalNo ?? "—" })}
          </Alert>
          <p className="flex items-center justify-between gap-3 rounded-md border border-line bg-sunken px-4 py-3">
            <code className="select-all font-mono text-base">{user.oneTimePassword}</code>
            <CopyButton text={user.oneTimePassword} what={t("password.label")} />
          </p>
        </>
      )}
      <Button variant="primary" className="self-end" onClick={onClose}>
        {t("password.noted")}
      </Button>
    </div>
  );
}
