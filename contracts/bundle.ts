import { z } from "zod";
import { RESOLUTIONS } from "@/core/suspense/resolutions";
import { businessNoWire } from "./wire";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const signedMinor = z.string().regex(/^-?\d{1,18}$/);

/**
 * What a bundle freezes: its rows with the version that each item had once it was proposed and the hash of what it would
 * post. The rows' own plans stand with the job, which the database keeps as they are; `totals` is what checkers read.
 */
export const bundlePayload = z.strictObject({
  jobNo: businessNoWire,
  rows: z
    .array(z.tuple([z.int().min(1), businessNoWire, z.int().min(1), z.enum(RESOLUTIONS), hash]))
    .min(1)
    .max(1_000),
  totals: z.array(
    z.strictObject({
      asset: z.string(),
      direction: z.enum(["LONG", "SHORT"]),
      count: z.int(),
      amountMinor: signedMinor,
    }),
  ),
});
export type BundlePayload = z.output<typeof bundlePayload>;
