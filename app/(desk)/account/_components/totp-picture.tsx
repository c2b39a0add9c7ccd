"use client";

import { useTranslations } from "next-intl";
import { QRCodeSVG } from "qrcode.react";

const SIZE_PX = 176;

/** The link to the secret as a picture for the device's camera. Drawn here: the secret goes to nobody else. */
export function TotpPicture({ uri }: { uri: string }) {
  const t = useTranslations("account");
  // Dark on white in either theme: not every camera reads it the other way round.
  return (
    <span className="inline-block rounded-lg border border-line bg-white p-3">
      <QRCodeSVG value={uri} size={SIZE_PX} level="M" role="img" title={t("totp.picture")} className="block" />
    </span>
  );
}
