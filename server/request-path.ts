import "server-only";
/** The header by which a page knows its own address; whatever a caller sends under this name is overwritten. */
export const PATH_HEADER = "x-desk-path";

/** Path and query as a person would send them; without the router's own mark, and never an address of another site. */
export function pathOf(url: string): string {
  if (!url.startsWith("/") || url.startsWith("//")) return "/";
  const [path = "/", search = ""] = url.split("?", 2);
  const kept = search.split("&").filter((pair) => pair !== "" && !pair.startsWith("_rsc="));
  return kept.length === 0 ? path : `${path}?${kept.join("&")}`;
}
