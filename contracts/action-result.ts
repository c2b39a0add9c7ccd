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

/** What the server would do, as it plans it now; or why it would refuse. */
export type Previewed<Preview> =
  | { readonly ok: true; readonly preview: Preview }
  | { readonly ok: false; readonly refusal: ActionRefusal };
