export type AssetKind = "CASH" | "NON_CASH";
export type Asset = {
  readonly code: string;
  readonly name: string;
  readonly scale: number;
  readonly kind: AssetKind;
};

/** Currencies with their decimals. Statements and orders come in these. */
export const ASSET_SCALES = { CNY: 2, USD: 2, EUR: 2, HKD: 2, JPY: 0, KWD: 3 } as const satisfies Record<
  string,
  number
>;

/** Bonds, fund shares and whatever else is counted but is no money: a new one is a new row. */
const NON_CASH_ASSETS: readonly Asset[] = [
  // Face value in 10,000 yuan, as depositories keep it: six decimals of it are one fen.
  { code: "240011.IB", name: "24附息国债11（面额，万元）", scale: 6, kind: "NON_CASH" },
  { code: "000831.OF", name: "000831 基金份额", scale: 4, kind: "NON_CASH" },
];

/** Every asset that the desk knows from the start; `desk setup` writes them to the table `assets`. */
export const ASSETS: readonly Asset[] = [
  ...Object.entries(ASSET_SCALES).map(([code, scale]): Asset => ({ code, name: code, scale, kind: "CASH" })),
  ...NON_CASH_ASSETS,
];

const BY_CODE: ReadonlyMap<string, Asset> = new Map(ASSETS.map((asset) => [asset.code, asset]));

export function findAsset(code: string): Asset | null {
  return BY_CODE.get(code) ?? null;
}
