import type { AssetKind } from "@/core/money/assets";
import { invariant } from "@/core/result";

/** The chart of accounts (会计科目). `desk setup` writes it to `gl_subjects`; a subject's nature never changes there. */
export type Side = "DEBIT" | "CREDIT";
export type FundOwner = "CLIENT" | "OWN";
export type GlSubject = {
  readonly code: string;
  readonly parentCode: string | null;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly normalSide: Side;
  readonly fundOwner: FundOwner;
  readonly allowNegative: boolean;
};

function subject(
  code: string,
  nameEn: string,
  nameZh: string,
  normalSide: Side,
  fundOwner: FundOwner,
  allowNegative: boolean,
): GlSubject {
  const parentCode = code.includes(".") ? code.slice(0, code.indexOf(".")) : null;
  return { code, parentCode, nameEn, nameZh, normalSide, fundOwner, allowNegative };
}

export const CHART: readonly GlSubject[] = [
  subject("1002", "Reserve bank account", "备付金银行存款", "DEBIT", "CLIENT", false),
  subject("1012", "Own-funds bank account", "自有资金存款", "DEBIT", "OWN", true),
  subject("1122", "Channel receivable", "应收渠道清算款", "DEBIT", "CLIENT", true),
  subject("1221", "Claim receivable", "追偿应收", "DEBIT", "CLIENT", false),
  // Held for clients beside the reserve (代理业务): never part of its coverage, since it is no money that we hold.
  subject("1321", "Held for clients", "代理业务资产", "DEBIT", "CLIENT", false),
  subject("1321.01", "Securities in custody", "托管证券", "DEBIT", "CLIENT", false),
  subject("1321.02", "Fund shares held", "代持基金份额", "DEBIT", "CLIENT", false),
  subject("1321.03", "Redemption money due from funds", "应收基金赎回款", "DEBIT", "CLIENT", false),
  subject("1321.04", "Loans to borrowers", "应收借款人本金", "DEBIT", "CLIENT", false),
  subject("1901", "Suspense, short", "待查短款", "DEBIT", "CLIENT", false),
  subject("2202", "Owed to merchants", "应付商户款", "CREDIT", "CLIENT", false),
  subject("2202.01", "Pending settlement", "待结算", "CREDIT", "CLIENT", false),
  subject("2202.02", "Settlement", "结算/可用余额", "CREDIT", "CLIENT", false),
  subject("2202.03", "Marketing", "营销", "CREDIT", "CLIENT", false),
  subject("2202.04", "Deposit", "保证金", "CREDIT", "CLIENT", false),
  subject("2202.09", "Platform marketing", "平台营销", "CREDIT", "CLIENT", true),
  subject("2202.11", "Securities settlement money", "证券交收款", "CREDIT", "CLIENT", false),
  subject("2202.12", "Subscriptions awaiting confirmation", "待确认申购款", "CREDIT", "CLIENT", false),
  subject("2202.13", "Payable to funds", "应付基金申购款", "CREDIT", "CLIENT", false),
  subject("2241", "Suspense, long", "待查长款", "CREDIT", "CLIENT", false),
  subject("2242", "Payout in transit", "代付过渡户", "CREDIT", "CLIENT", false),
  subject("2243", "Refund in transit", "退款过渡户", "CREDIT", "CLIENT", false),
  subject("2314", "Owed to holders", "代理业务负债", "CREDIT", "CLIENT", false),
  subject("2314.01", "Securities owed to holders", "应付持有人证券", "CREDIT", "CLIENT", false),
  subject("2314.02", "Fund shares owed to investors", "应付投资人基金份额", "CREDIT", "CLIENT", false),
  subject("2314.03", "Redemption money due to investors", "应付投资人赎回款", "CREDIT", "CLIENT", false),
  subject("2314.04", "Loan principal due to lenders", "应付出借人本金", "CREDIT", "CLIENT", false),
  subject("6001", "Fee income", "手续费收入", "CREDIT", "OWN", true),
  subject("6301", "Non-operating income", "营业外收入", "CREDIT", "OWN", false),
  subject("6401", "Channel cost", "通道成本", "DEBIT", "OWN", true),
  subject("6601", "Platform marketing expense", "营销费用", "DEBIT", "OWN", false),
  subject("6711", "Non-operating loss", "营业外支出", "DEBIT", "OWN", false),
];

/** The codes of a subject and of those below it, as accounts of a heading are looked for. */
export function subjectsUnder(subject: string): string[] {
  return CHART.filter(({ code, parentCode }) => code === subject || parentCode === subject).map(({ code }) => code);
}

/** What one account of a subject belongs to: a merchant, a channel, a bank account, or the company as a whole. */
export type AccountDimension = "MERCHANT" | "CHANNEL" | "BANK" | "COMPANY";
type Place = {
  readonly glCode: string;
  readonly dimension: AccountDimension;
  readonly shortName: string;
  /** What the place holds; money where nothing is said. */
  readonly holds?: AssetKind;
};

/** The places that posting rules name. Each is one account per asset and dimension. */
export const ACCOUNT_PLACES = {
  RESERVE_BANK: { glCode: "1002", dimension: "BANK", shortName: "1002" },
  OWN_BANK: { glCode: "1012", dimension: "COMPANY", shortName: "1012" },
  CHANNEL_RECEIVABLE: { glCode: "1122", dimension: "CHANNEL", shortName: "1122" },
  CLAIM_RECEIVABLE: { glCode: "1221", dimension: "CHANNEL", shortName: "1221" },
  SUSPENSE_SHORT: { glCode: "1901", dimension: "CHANNEL", shortName: "1901" },
  SUSPENSE_LONG: { glCode: "2241", dimension: "CHANNEL", shortName: "2241" },
  BANK_SUSPENSE_SHORT: { glCode: "1901", dimension: "BANK", shortName: "1901-bank" },
  BANK_SUSPENSE_LONG: { glCode: "2241", dimension: "BANK", shortName: "2241-bank" },
  MERCHANT_PENDING: { glCode: "2202.01", dimension: "MERCHANT", shortName: "PENDING" },
  MERCHANT_SETTLEMENT: { glCode: "2202.02", dimension: "MERCHANT", shortName: "SETTLEMENT" },
  MERCHANT_MARKETING: { glCode: "2202.03", dimension: "MERCHANT", shortName: "MARKETING" },
  MERCHANT_DEPOSIT: { glCode: "2202.04", dimension: "MERCHANT", shortName: "DEPOSIT" },
  SECURITIES_MONEY: { glCode: "2202.11", dimension: "MERCHANT", shortName: "SECURITIES-MONEY" },
  SUBSCRIPTION: { glCode: "2202.12", dimension: "MERCHANT", shortName: "SUBSCRIPTION" },
  FUND_PAYABLE: { glCode: "2202.13", dimension: "MERCHANT", shortName: "FUND-PAYABLE" },
  CUSTODY: { glCode: "1321.01", dimension: "COMPANY", shortName: "1321.01", holds: "NON_CASH" },
  SECURITIES: { glCode: "2314.01", dimension: "MERCHANT", shortName: "SECURITIES", holds: "NON_CASH" },
  FUND_REGISTER: { glCode: "1321.02", dimension: "COMPANY", shortName: "1321.02", holds: "NON_CASH" },
  FUND_SHARES: { glCode: "2314.02", dimension: "MERCHANT", shortName: "FUND-SHARES", holds: "NON_CASH" },
  REDEMPTION_RECEIVABLE: { glCode: "1321.03", dimension: "MERCHANT", shortName: "REDEMPTION-DUE-FROM" },
  REDEMPTION: { glCode: "2314.03", dimension: "MERCHANT", shortName: "REDEMPTION" },
  LOAN_RECEIVABLE: { glCode: "1321.04", dimension: "MERCHANT", shortName: "LOAN" },
  LOAN_OWED: { glCode: "2314.04", dimension: "MERCHANT", shortName: "LENT" },
  PLATFORM_MARKETING: { glCode: "2202.09", dimension: "COMPANY", shortName: "2202.09" },
  PAYOUT_IN_TRANSIT: { glCode: "2242", dimension: "COMPANY", shortName: "2242" },
  REFUND_IN_TRANSIT: { glCode: "2243", dimension: "COMPANY", shortName: "2243" },
  FEE_INCOME: { glCode: "6001", dimension: "COMPANY", shortName: "6001" },
  NON_OPERATING_INCOME: { glCode: "6301", dimension: "COMPANY", shortName: "6301" },
  CHANNEL_COST: { glCode: "6401", dimension: "CHANNEL", shortName: "6401" },
  MARKETING_EXPENSE: { glCode: "6601", dimension: "COMPANY", shortName: "6601" },
  NON_OPERATING_LOSS: { glCode: "6711", dimension: "COMPANY", shortName: "6711" },
} as const satisfies Record<string, Place>;
export type AccountPlace = keyof typeof ACCOUNT_PLACES;

/**
 * The place of a GL subject; null for one that nothing posts to, such as the heading 2202. A subject that several kinds of
 * owners have accounts of (suspense: channels and banks) has the place of `dimension`, or its first.
 */
export function findPlace(glCode: string, dimension: AccountDimension | null = null): AccountPlace | null {
  const places = PLACE_NAMES.filter((place) => ACCOUNT_PLACES[place].glCode === glCode);
  return places.find((place) => ACCOUNT_PLACES[place].dimension === dimension) ?? places[0] ?? null;
}
const PLACE_NAMES = Object.keys(ACCOUNT_PLACES) as AccountPlace[];

/** What an account of this place counts: money, or shares and bonds. */
export function assetKindOf(place: AccountPlace): AssetKind {
  const { holds }: Place = ACCOUNT_PLACES[place];
  return holds ?? "CASH";
}

export function fundOwnerOf(place: AccountPlace): FundOwner {
  const subject = CHART.find((one) => one.code === ACCOUNT_PLACES[place].glCode);
  invariant(subject !== undefined, `the chart has the subject of ${place}`);
  return subject.fundOwner;
}

/** The four accounts that every merchant has, in the order in which people read them. */
export const MERCHANT_PLACES = [
  "MERCHANT_PENDING",
  "MERCHANT_SETTLEMENT",
  "MERCHANT_MARKETING",
  "MERCHANT_DEPOSIT",
] as const satisfies readonly AccountPlace[];
export const CHANNEL_PLACES = [
  "CHANNEL_RECEIVABLE",
  "CLAIM_RECEIVABLE",
  "SUSPENSE_SHORT",
  "SUSPENSE_LONG",
  "CHANNEL_COST",
] as const satisfies readonly AccountPlace[];

/** The number by which people and files name an account: `M001-PENDING`, `1122-wechat`, `2243`; other assets end in it. */
export function accountNoOf(place: AccountPlace, owner: string | null, asset: string): string {
  const { shortName, dimension } = ACCOUNT_PLACES[place];
  const base =
    owner === null ? shortName : dimension === "MERCHANT" ? `${owner}-${shortName}` : `${shortName}-${owner}`;
  return asset === "CNY" ? base : `${base}-${asset}`;
}
