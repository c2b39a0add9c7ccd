import { formatAmount } from "@/core/money/format-money";
import type { ChannelPlan } from "../channel";
import type { BooksEntry } from "../control/list-books";
import type { MoodRule } from "../moods/mood-book";
import { MOOD_NAMES } from "../moods/moods";
import type { BillDay } from "../statements/list-bill-days";
import { Html, html } from "./html";
import { STYLES } from "./styles";
import { groupOf, type Language, type MoodGroup, WORDS } from "./words";

export type PageFacts = {
  readonly language: Language;
  readonly channels: readonly PageChannel[];
  readonly rules: readonly MoodRule[];
  readonly entries: readonly BooksEntry[];
  readonly bills: readonly BillDay[];
};

export type PageChannel = Pick<ChannelPlan, "code" | "name"> & { readonly balanceMinor: bigint };

const GROUPS: readonly MoodGroup[] = ["plain", "sending", "asking", "callbacks", "statements"];

export function renderPage(facts: PageFacts): string {
  const words = WORDS[facts.language];
  const other = facts.language === "en" ? "zh-CN" : "en";
  const page = html`<html lang="${facts.language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${words.title}</title>
<link rel="icon" href="data:,"><style>${new Html(STYLES)}</style></head><body>
<header><div><h1>${words.title}</h1><p>${words.intro}</p></div><a href="/?lang=${other}" lang="${other}">${words.otherLanguage}</a></header>
<main>${renderMoods(facts)}${renderAside(facts)}${renderBills(facts)}${renderBooks(facts)}</main></body></html>`;
  return `<!doctype html>${page.text}`;
}

function renderMoods(facts: PageFacts): Html {
  const { language, channels } = facts;
  const words = WORDS[language];
  const groups = GROUPS.map(
    (group) =>
      html`<optgroup label="${words.groups[group]}">${MOOD_NAMES.filter((mood) => groupOf(mood) === group).map(
        (mood) => html`<option value="${mood}">${words.moods[mood]}</option>`,
      )}</optgroup>`,
  );
  const times = (["1", "3", "10", ""] as const).map(
    (count) => html`<option value="${count}">${words.times[count]}</option>`,
  );
  return html`<section aria-labelledby="mood"><h2 id="mood">${words.mood}</h2>
<form class="mood" method="post" action="/moods?lang=${language}">
<label>${words.channel}<select name="channel"><option value="*">${words.allChannels}</option>${channels.map(
    ({ code, name }) => html`<option value="${code}">${name[language]}</option>`,
  )}</select></label>
<label>${words.behaves}<select name="mood">${groups}</select></label>
<label>${words.howLong}<select name="times">${times}</select></label>
<button>${words.set}</button></form>
<div class="now"><strong>${words.nowIn}</strong>${renderRules(facts)}
<form method="post" action="/moods?lang=${language}"><input type="hidden" name="channel" value="*"><input type="hidden" name="mood" value="normal">
<button class="quiet">${words.calm}</button></form></div>${renderBalances(facts)}</section>`;
}

function renderBalances({ language, channels }: PageFacts): Html {
  const rows = channels.map(
    ({ name, balanceMinor }) =>
      html`<div><dt>${name[language]}</dt><dd>${formatAmount(balanceMinor, "CNY", language)}</dd></div>`,
  );
  return html`<h3>${WORDS[language].balances}</h3><dl>${rows}</dl>`;
}

function nameOf({ channels, language }: PageFacts, code: string): string {
  return channels.find((channel) => channel.code === code)?.name[language] ?? code;
}

function renderRules(facts: PageFacts): Html {
  const { language, rules } = facts;
  const words = WORDS[language];
  if (rules.length === 0) return html`<ul><li>${words.allNormal}</li></ul>`;
  return html`<ul>${rules.map((rule) => {
    const channel = rule.channel === "*" ? words.allChannels : nameOf(facts, rule.channel);
    const left = rule.times === undefined ? words.untilChanged : words.callsLeft(rule.times);
    const share = rule.perMille === undefined ? "" : `, ${rule.perMille}‰`;
    return html`<li>${channel}: ${words.moods[rule.mood]} <span class="muted">(${left}${share})</span></li>`;
  })}</ul>`;
}

function renderAside({ language }: PageFacts): Html {
  const words = WORDS[language];
  const endings = (["0001", "0002", "0003", "0004", "0005"] as const).map(
    (ending) => html`<tr><td class="code">${ending}</td><td>${words.endings[ending]}</td></tr>`,
  );
  return html`<section aria-labelledby="payees"><h2 id="payees">${words.payees}</h2><p class="note">${words.payeesNote}</p>
<table><thead><tr><th scope="col">${words.endsIn}</th><th scope="col">${words.happens}</th></tr></thead><tbody>${endings}</tbody></table></section>`;
}

function renderBills(facts: PageFacts): Html {
  const words = WORDS[facts.language];
  const links = facts.bills.map(({ channel, day, lines }) => {
    const href = `/sandbox/statement?channel=${encodeURIComponent(channel)}&day=${day}`;
    return html`<li><a href="${href}" download>${nameOf(facts, channel)}, ${day}</a> <span class="muted">(${words.lines(lines)})</span></li>`;
  });
  return html`<section class="wide" aria-labelledby="bills"><h2 id="bills">${words.bills}</h2><p class="note">${words.billsNote}</p>
${links.length === 0 ? html`<p>${words.noBills}</p>` : html`<ul class="bills">${links}</ul>`}</section>`;
}

function renderBooks(facts: PageFacts): Html {
  const { language, entries } = facts;
  const words = WORDS[language];
  const { columns } = words;
  const time = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    ...({ year: "numeric", month: "2-digit", day: "2-digit" } as const),
    ...({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const),
    timeZone: "Asia/Shanghai",
  });
  const rows = entries.map((entry) => {
    const about =
      entry.payee === null
        ? `${words.order} ${entry.orderNo ?? ""}`
        : `${entry.payee.holder}, ${entry.payee.accountNo}`;
    return html`<tr><td class="nowrap">${time.format(new Date(entry.acceptedAt))}</td><td class="nowrap">${nameOf(facts, entry.channel)}</td>
<td>${words.kinds[entry.operation]}</td><td class="code">${entry.outNo}</td><td>${about}</td>
<td class="number">${formatAmount(BigInt(entry.amountMinor), "CNY", language)}</td>
<td><span class="state ${entry.state}">${words.states[entry.state]}</span>${entry.code === null ? "" : html` <span class="code muted">${entry.code}</span>`}</td>
<td class="number">${entry.calls}</td></tr>`;
  });
  const head = html`<tr><th scope="col">${columns.time}</th><th scope="col">${columns.channel}</th><th scope="col">${columns.kind}</th>
<th scope="col">${columns.outNo}</th><th scope="col">${columns.about}</th><th scope="col" class="number">${columns.amount}</th>
<th scope="col">${columns.state}</th><th scope="col" class="number">${columns.calls}</th></tr>`;
  const table = html`<div class="scroll" tabindex="0" role="region" aria-label="${words.table}"><table><thead>${head}</thead><tbody>${rows}</tbody></table></div>`;
  return html`<section class="wide" aria-labelledby="accepted"><div class="head"><h2 id="accepted">${words.accepted}</h2>
<a href="/?lang=${language}">${words.refresh}</a></div><p class="note">${words.acceptedNote}</p>
${entries.length === 0 ? html`<p>${words.nothing}</p>` : table}</section>`;
}
