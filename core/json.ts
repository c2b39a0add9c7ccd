/** What survives a trip through JSON unchanged; amounts and ids travel in it as strings. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };
