"use client";

import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import type { ActionRefusal } from "@/contracts/action-result";
import { useRefusalText } from "./use-refusal-text";

const MAX_DETAILS = 10;

/** Why nothing happened, said at once, with what is wrong in particular and the reference for support. */
export function RefusalAlert({ refusal }: { refusal: ActionRefusal }) {
  const t = useTranslations("common");
  const say = useRefusalText();
  const details = refusal.details ?? [];
  const requestId = refusal.params?.requestId;
  return (
    <Alert tone="danger" urgent title={say(refusal)}>
      {details.length > 0 ? (
        <ul className="list-disc pl-4">
          {details.slice(0, MAX_DETAILS).map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      ) : null}
      {requestId ? (
        <p className="text-xs">
          {t("error.reference")}: <span className="font-mono">{requestId}</span>
        </p>
      ) : null}
    </Alert>
  );
}
