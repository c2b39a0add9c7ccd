/** Merchant numbers as they are typed in one line: between spaces or commas, also those of a Chinese keyboard. */
export function readMerchantNos(typed: string): string[] {
  return typed.split(/[\s,，、]+/).filter((no) => no !== "");
}
