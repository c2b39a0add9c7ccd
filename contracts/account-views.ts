/** One's one-time passwords. The secret is told only until a password of it has come. */
export type TotpDto =
  | { readonly state: "NONE" | "CONFIRMED" }
  | { readonly state: "BEGUN"; readonly secret: string; readonly uri: string };
/** A signature that was lent: by whom, to whom, from which day to which. `isNow`: it can be signed with at this moment. */
export type DelegationDto = {
  readonly id: string;
  readonly lender: string;
  readonly delegate: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly reason: string;
  readonly isOwn: boolean;
  readonly isNow: boolean;
};
export type AccountDto = {
  readonly totp: TotpDto;
  readonly delegations: readonly DelegationDto[];
  /** Who could sign in one's place. */
  readonly colleagues: readonly { readonly login: string; readonly name: string }[];
};
