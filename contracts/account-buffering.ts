import { z } from "zod";

export const setAccountBufferingInput = z.object({
  accountNo: z.string().trim().min(1).max(80),
  isBuffered: z.boolean(),
});
export type SetAccountBufferingInput = z.output<typeof setAccountBufferingInput>;
