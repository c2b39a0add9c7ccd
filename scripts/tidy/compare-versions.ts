const VERSION = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

/** Whether a text is one version and not a range, tag, or address. */
export function isExactVersion(text: string): boolean {
  return VERSION.test(text);
}

/** Semantic versioning's order of two exact versions: negative when the left is older; null when one is not exact. */
export function compareVersions(left: string, right: string): number | null {
  const a = VERSION.exec(left);
  const b = VERSION.exec(right);
  if (!a || !b) return null;
  for (const part of [1, 2, 3]) {
    const difference = Number(a[part]) - Number(b[part]);
    if (difference !== 0) return difference;
  }
  return comparePreReleases(a[4], b[4]);
}

/** A release is newer than its pre-releases; identifiers compare as numbers where both are, else as text. */
function comparePreReleases(left: string | undefined, right: string | undefined): number {
  if (left === right) return 0;
  if (left === undefined) return 1;
  if (right === undefined) return -1;
  const a = left.split(".");
  const b = right.split(".");
  for (const [index, ours] of a.entries()) {
    const theirs = b[index];
    if (theirs === undefined) return 1;
    if (ours === theirs) continue;
    const bothNumbers = /^\d+$/.test(ours) && /^\d+$/.test(theirs);
    if (bothNumbers) return Number(ours) - Number(theirs);
    if (/^\d+$/.test(ours)) return -1;
    if (/^\d+$/.test(theirs)) return 1;
    return ours < theirs ? -1 : 1;
  }
  return -1;
}
