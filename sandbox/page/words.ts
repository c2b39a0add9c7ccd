import type { MoodName } from "../moods/moods";

export const LANGUAGES = ["en", "zh-CN"] as const;
export type Language = (typeof LANGUAGES)[number];

type Words = {
  readonly otherLanguage: string;
  readonly title: string;
  readonly intro: string;
  readonly mood: string;
  readonly channel: string;
  readonly allChannels: string;
  readonly behaves: string;
  readonly howLong: string;
  readonly times: Readonly<Record<"1" | "3" | "10" | "", string>>;
  readonly set: string;
  readonly calm: string;
  readonly nowIn: string;
  readonly allNormal: string;
  readonly callsLeft: (count: number) => string;
  readonly untilChanged: string;
  readonly accepted: string;
  readonly acceptedNote: string;
  readonly nothing: string;
  readonly refresh: string;
  readonly columns: {
    readonly time: string;
    readonly channel: string;
    readonly kind: string;
    readonly outNo: string;
    readonly about: string;
    readonly amount: string;
    readonly state: string;
    readonly calls: string;
  };
  readonly kinds: Readonly<Record<"REFUND" | "TRANSFER", string>>;
  readonly states: Readonly<Record<"PROCESSING" | "SUCCEEDED" | "FAILED" | "BOUNCED", string>>;
  readonly order: string;
  readonly balances: string;
  readonly table: string;
  readonly bills: string;
  readonly billsNote: string;
  readonly noBills: string;
  readonly lines: (count: number) => string;
  readonly payees: string;
  readonly payeesNote: string;
  readonly endings: Readonly<Record<"0001" | "0002" | "0003" | "0004" | "0005", string>>;
  readonly endsIn: string;
  readonly happens: string;
  readonly groups: Readonly<Record<MoodGroup, string>>;
  readonly moods: Readonly<Record<MoodName, string>>;
};

export type MoodGroup = "plain" | "sending" | "asking" | "callbacks" | "statements";

/** Where each mood stands in the form. */
export function groupOf(mood: MoodName): MoodGroup {
  if (mood === "normal" || mood === "slow") return "plain";
  if (mood.startsWith("callback-")) return "callbacks";
  if (mood.startsWith("statement-")) return "statements";
  return ASKING.has(mood) ? "asking" : "sending";
}

const ASKING: ReadonlySet<MoodName> = new Set<MoodName>([
  "not-found",
  "inquiry-unanswered",
  "processing",
  "says-failed",
  "contradicts-itself",
  "other-amount",
]);

const ENGLISH: Words = {
  otherLanguage: "中文",
  title: "Channel simulator",
  intro:
    "It plays the demo’s channels. Choose how they behave, then refund or pay out in the desk and see what becomes of it. Nothing here moves real money.",
  mood: "Mood",
  channel: "Channel",
  allChannels: "All channels",
  behaves: "How it behaves",
  howLong: "For how long",
  times: { "1": "Next call", "3": "Next 3 calls", "10": "Next 10 calls", "": "Until you change it" },
  set: "Set mood",
  calm: "All back to normal",
  nowIn: "At the moment",
  allNormal: "All channels behave normally.",
  callsLeft: (count) => (count === 1 ? "1 call left" : `${count} calls left`),
  untilChanged: "until changed",
  accepted: "Accepted by the channels",
  acceptedNote:
    "The channels’ own books: what they really did, whatever they answered. A number stands here once, however often it was sent.",
  nothing: "Nothing yet. Ask for a refund or a payout in the desk.",
  refresh: "Refresh",
  columns: {
    time: "Accepted",
    channel: "Channel",
    kind: "Kind",
    outNo: "Number",
    about: "Order or payee",
    amount: "Amount (CNY)",
    state: "Result",
    calls: "Sent",
  },
  kinds: { REFUND: "Refund", TRANSFER: "Payout" },
  states: { PROCESSING: "Under way", SUCCEEDED: "Paid", FAILED: "Failed", BOUNCED: "Bounced" },
  order: "Order",
  balances: "Left to pay with",
  table: "List of accepted refunds and payouts",
  bills: "Statements",
  billsNote:
    "As the channels would hand them out, to upload in the desk. A mood for statements shows in the next one you fetch.",
  noBills: "None yet: a refund that is paid stands on the statement of its day.",
  lines: (count) => (count === 1 ? "1 line" : `${count} lines`),
  payees: "Accounts that fail",
  payeesNote:
    "A payout ends by the last four digits of the payee’s account number. All other accounts get their money.",
  endings: {
    "0001": "Fails: the account is closed",
    "0002": "Fails: name and account do not match",
    "0003": "Fails: the account is frozen",
    "0004": "Fails: the bank is down (the channel’s fault)",
    "0005": "Paid, and sent back by the bank a minute later",
  },
  endsIn: "Ends in",
  happens: "What happens",
  groups: {
    plain: "Everything",
    sending: "When money is sent",
    asking: "What it says",
    callbacks: "Callbacks",
    statements: "Statements",
  },
  moods: {
    normal: "Normal",
    slow: "Slow: answers after some seconds",
    "drops-answer": "Pays, but the answer gets lost",
    "never-answers": "Pays, but never answers",
    "accepts-after-time-out": "Hangs up, and pays a little later",
    "loses-request": "Hangs up and does nothing",
    "error-after-accept": "Pays, but answers with a server error",
    "error-before-accept": "Server error, and nothing is paid",
    "system-error": "“System error”, and nothing is paid",
    "system-error-after-accept": "“System error”, although it has paid",
    "rate-limit": "“Too many requests”",
    "not-enough": "“Balance not enough”",
    "answer-badly-signed": "Answers with a wrong signature",
    "not-found": "Does not know the payment for a while",
    "inquiry-unanswered": "Does not answer questions",
    processing: "Says “under way”, though it is done",
    "says-failed": "Says “failed”, though it has paid",
    "contradicts-itself": "Says the opposite, and later the truth",
    "other-amount": "Says an amount that is one fen too high",
    "fails-payee": "Really fails, because of the payee’s account",
    "fails-channel": "Really fails, because of the channel",
    bounces: "Pays a transfer, which comes back later",
    "callback-none": "No callback",
    "callback-twice": "The same callback twice",
    "callback-reordered": "Callbacks overtake one another",
    "callback-late": "The callback comes late",
    "callback-contradictory": "A second callback says the opposite",
    "callback-forged": "A forged callback first",
    "callback-stale": "An old callback is replayed",
    "callback-first": "The callback comes before the answer",
    "callback-other-amount": "The callback names another amount",
    "statement-line-missing": "A line is missing, totals fit",
    "statement-line-twice": "A line stands there twice, totals fit",
    "statement-amount-wrong": "One amount is a fen too high, totals fit",
    "statement-lines-reordered": "Lines in another order",
    "statement-line-lost": "A line was lost on the way, totals do not fit",
    "statement-cut-short": "The file is cut short",
    "statement-bad-byte": "The file has a broken character",
  },
};

const CHINESE: Words = {
  otherLanguage: "English",
  title: "渠道模拟器",
  intro: "演示环境里的渠道都由它扮演。先选渠道的表现，再到清算台发起退款或代付，看看结果如何。这里不会动真钱。",
  mood: "渠道表现",
  channel: "渠道",
  allChannels: "全部渠道",
  behaves: "表现",
  howLong: "持续",
  times: { "1": "下一次调用", "3": "接下来 3 次调用", "10": "接下来 10 次调用", "": "直到再次更改" },
  set: "设为该表现",
  calm: "全部恢复正常",
  nowIn: "当前",
  allNormal: "全部渠道表现正常。",
  callsLeft: (count) => `${count} 次后恢复`,
  untilChanged: "直到更改",
  accepted: "渠道已受理",
  acceptedNote: "渠道自己的账：无论怎么答复，这里是它真正做了的事。同一单号无论发送多少次，只出现一行。",
  nothing: "还没有。请到清算台发起一笔退款或代付。",
  refresh: "刷新",
  columns: {
    time: "受理时间",
    channel: "渠道",
    kind: "类型",
    outNo: "单号",
    about: "订单或收款人",
    amount: "金额（元）",
    state: "结果",
    calls: "发送次数",
  },
  kinds: { REFUND: "退款", TRANSFER: "代付" },
  states: { PROCESSING: "处理中", SUCCEEDED: "已付款", FAILED: "失败", BOUNCED: "退票" },
  order: "订单",
  balances: "渠道余额",
  table: "已受理的退款和代付列表",
  bills: "对账单",
  billsNote: "与渠道给出的文件一样，可上传到清算台。对账单类的表现会体现在下一次下载中。",
  noBills: "还没有：退款付出后会出现在当天的对账单里。",
  lines: (count) => `${count} 行`,
  payees: "会失败的账号",
  payeesNote: "代付结果由收款账号后四位决定，其他账号都会到账。",
  endings: {
    "0001": "失败：账户已销户",
    "0002": "失败：户名与账号不符",
    "0003": "失败：账户已冻结",
    "0004": "失败：银行系统维护（渠道原因）",
    "0005": "付款成功，一分钟后被银行退票",
  },
  endsIn: "后四位",
  happens: "结果",
  groups: { plain: "整体", sending: "发起付款时", asking: "说法", callbacks: "回调", statements: "对账单" },
  moods: {
    normal: "正常",
    slow: "慢：几秒后才答复",
    "drops-answer": "已付款，但答复丢失",
    "never-answers": "已付款，但一直不答复",
    "accepts-after-time-out": "先断开，稍后才付款",
    "loses-request": "断开连接，什么也没做",
    "error-after-accept": "已付款，但答复服务器错误",
    "error-before-accept": "服务器错误，没有付款",
    "system-error": "“系统错误”，没有付款",
    "system-error-after-accept": "“系统错误”，其实已付款",
    "rate-limit": "“请求过于频繁”",
    "not-enough": "“余额不足”",
    "answer-badly-signed": "答复的签名错误",
    "not-found": "一段时间内查无此单",
    "inquiry-unanswered": "查询不答复",
    processing: "说“处理中”，其实已完成",
    "says-failed": "说“失败”，其实已付款",
    "contradicts-itself": "先说反话，后说实话",
    "other-amount": "说的金额多一分",
    "fails-payee": "真的失败：收款账户原因",
    "fails-channel": "真的失败：渠道原因",
    bounces: "付款成功，之后退票",
    "callback-none": "没有回调",
    "callback-twice": "同一回调发两次",
    "callback-reordered": "回调先后颠倒",
    "callback-late": "回调迟到",
    "callback-contradictory": "第二个回调说法相反",
    "callback-forged": "先来一个伪造的回调",
    "callback-stale": "重放旧的回调",
    "callback-first": "回调比答复先到",
    "callback-other-amount": "回调里的金额不同",
    "statement-line-missing": "少一行，合计相符",
    "statement-line-twice": "重复一行，合计相符",
    "statement-amount-wrong": "一笔金额多一分，合计相符",
    "statement-lines-reordered": "各行次序不同",
    "statement-line-lost": "传输中丢了一行，合计不符",
    "statement-cut-short": "文件不完整",
    "statement-bad-byte": "文件里有乱码",
  },
};

export const WORDS: Readonly<Record<Language, Words>> = { en: ENGLISH, "zh-CN": CHINESE };

/** By `?lang`, else by what the browser asks for. */
export function chooseLanguage(wished: string | null, acceptLanguage: string | undefined): Language {
  const found = LANGUAGES.find((language) => language === wished);
  if (found !== undefined) return found;
  return /^\s*zh/i.test(acceptLanguage ?? "") ? "zh-CN" : "en";
}
