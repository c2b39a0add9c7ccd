/**
 * Something in how people approve that somebody else should look at. `UNREVIEWED`: nobody has reviewed in time what one
 * did alone. `HASTY`: signed sooner after the request than anybody can read. `RUSHED`: many one by one within a minute.
 * `ONE_MAKER`: nearly only one person's requests.
 */
export type ApprovalAlarmKind = "UNREVIEWED" | "HASTY" | "RUSHED" | "ONE_MAKER";

/** `count` requests are concerned; `approvals` are the newest of them. `maker`: whose, for `ONE_MAKER`. */
export type ApprovalAlarmDto = {
  readonly kind: ApprovalAlarmKind;
  readonly checker: string;
  readonly maker: string | null;
  readonly count: number;
  /** Of so many signatures, for `ONE_MAKER`. */
  readonly total: number;
  /** The limit that was passed: seconds, or percent for `ONE_MAKER`. */
  readonly limit: number;
  readonly approvals: readonly string[];
  /** The newest of them. */
  readonly at: string;
};
