"use client";

import { useTranslations } from "next-intl";

/** What people call a proof; its own name where a newer worker proves more than this page knows. */
export function useProofName(): (name: string) => string {
  const enums = useTranslations("enums");
  return (name) => (enums.has(`proof.${name}`) ? enums(`proof.${name}`) : name);
}
