/** What an Alipay signature goes over: the fields that are not empty, by name, joined, without the left out ones. */
export function toSignedText(fields: ReadonlyMap<string, string>, leftOut: readonly string[]): string {
  return [...fields]
    .filter(([name, value]) => value !== "" && !leftOut.includes(name))
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}
