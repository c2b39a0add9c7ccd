/** What a server action or a REST call answers: the outcome, or why nothing happened. Codes are translated by the page. */
export type ActionRefusal = {
  readonly code: string;
  readonly message: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly details?: readonly string[];
};
export type ActionResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: ActionRefusal };
