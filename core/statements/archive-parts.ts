/** Numbers of more digits than this are days, accounts and merchants, which tell bills apart and not their parts. */
const MAX_PART_DIGITS = 4;
const NUMBER = new RegExp(`(?<!\\d)\\d{1,${MAX_PART_DIGITS}}(?!\\d)`, "g");
/** What may stand around a part's number: "明细_2", "明细(2)", "明细第2部分". */
const AROUND = /[\s_\-()（）第]*#(?:部分|页)?[\s()（）]*/g;

/** The numbered parts of one bill, in their order; `missing` is a number between them that is not there. */
export type ArchiveParts<T> = { readonly parts: readonly T[]; readonly missing: number | null };

/** The file beside Alipay's bill that sums it up, by its name: its content has no line of the bill. */
export function isAlipaySummary(memberName: string): boolean {
  return memberName.includes("汇总");
}

/**
 * Whether these members, by their names, are the parts into which a channel cut one large bill: names that differ by one
 * short number only, which the first of them may lack. Null where they are bills of their own.
 */
export function findArchiveParts<T extends { readonly name: string }>(members: readonly T[]): ArchiveParts<T> | null {
  const stems = new Set(members.map(({ name }) => stemOf(name)));
  if (stems.size !== 1) return null;
  const all = members.map((member) => ({ member, numbers: (member.name.match(NUMBER) ?? []).map(Number) }));
  const most = Math.max(...all.map(({ numbers }) => numbers.length));
  const place = findPlace(all.map(({ numbers }) => numbers).filter((numbers) => numbers.length === most));
  const plain = all.filter(({ numbers }) => numbers.length < most);
  if (place === null || plain.length > 1) return null;
  const numbered = all
    .filter(({ numbers }) => numbers.length === most)
    .map(({ member, numbers }) => ({ member, number: numbers[place] ?? 0 }))
    .sort((left, right) => left.number - right.number);
  const [first] = numbered;
  if (!first) return null;
  const start = plain.length === 1 ? Math.min(first.number, 2) : Math.min(first.number, 1);
  const gap = numbered.findIndex(({ number }, at) => number !== start + at);
  const parts = [...plain.map(({ member }) => member), ...numbered.map(({ member }) => member)];
  return { parts, missing: gap < 0 ? null : start + gap };
}

/** The only place at which the numbers differ; none of them may come twice there. */
function findPlace(names: readonly (readonly number[])[]): number | null {
  const [first = []] = names;
  const places = first.flatMap((_, at) => (new Set(names.map((numbers) => numbers[at])).size > 1 ? [at] : []));
  if (names.length === 1) return first.length > 0 ? first.length - 1 : null;
  const [place, second] = places;
  if (place === undefined || second !== undefined) return null;
  return new Set(names.map((numbers) => numbers[place])).size === names.length ? place : null;
}

function stemOf(name: string): string {
  return name.replace(NUMBER, "#").replace(AROUND, "");
}
