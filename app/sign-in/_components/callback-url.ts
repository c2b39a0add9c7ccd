const HERE = "http://desk.invalid";

/**
 * Where to go after signing in: a path of this site and nothing else. Parsed as a browser would, because "//host",
 * "/\\host" and "/<tab>/host" are all other hosts to it, and such a link would sign someone in and then show them a copy
 * of the desk.
 */
export function safeCallbackPath(wanted: string | undefined): string {
  if (!wanted?.startsWith("/") || !URL.canParse(wanted, HERE)) return "/";
  const { origin, pathname, search, hash } = new URL(wanted, HERE);
  if (origin !== HERE || pathname.startsWith("//") || pathname === "/sign-in") return "/";
  return `${pathname}${search}${hash}`;
}
