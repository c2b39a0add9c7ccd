import { z } from "zod";

/** Minor units on the wire: digits only, at most fifteen; JSON numbers would lose cents. */
export const amountMinorWire = z
  .string()
  .regex(/^\d{1,15}$/, "an amount is a string of 1 to 15 digits in minor units")
  .transform((digits) => BigInt(digits));
export const positiveAmountMinorWire = amountMinorWire.refine((amount) => amount > 0n, "an amount is above zero");
export const dayWire = z.iso.date("a day is written YYYY-MM-DD");
export const instantWire = z.iso
  .datetime({ offset: true, message: "an instant is RFC 3339 with its offset" })
  .transform((text) => new Date(text));
export const assetWire = z.string().regex(/^[A-Z0-9.]{3,16}$/, "an asset is a code such as CNY");
export const businessNoWire = z
  .string()
  .regex(/^[A-Za-z0-9_.:|*#-]{1,64}$/, "a number has 1 to 64 letters, digits or . _ : | * # -");
export const commandIdWire = z.uuid();

/** An amount as DTOs and JSON carry it. */
export type MoneyDto = { readonly amountMinor: string; readonly asset: string };

/** How many rows a list has. It stops at its cap so that counting never costs more than reading. */
export type RowCountDto = { readonly value: number; readonly capped: boolean };

/** A page of a keyset-paged list. `count` is null where the list counts apart, at `?counted=1`. */
export type PageDto<Row> = {
  readonly rows: readonly Row[];
  readonly nextCursor: string | null;
  readonly count: RowCountDto | null;
};
