import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures/test";
import { findAxeViolations, findContrastViolations } from "./support/axe";
import { addressOf, DESK_PAGES, type DeskPage, LOGINS } from "./support/desk-pages";
import { EN_LIGHT, type Look, setLook, ZH_DARK } from "./support/looks";
import { watchProblems } from "./support/page-problems";
import { findEnglishTexts, findMissingMessages } from "./support/untranslated";

const NOTHING: string[] = [];
const SMALL_LAPTOP = { width: 1280, height: 720 };
const WIDE_SCREEN = { width: 1920, height: 1080 };
type Size = typeof SMALL_LAPTOP;
type View = { readonly title: string; readonly look: Look; readonly size: Size };

/** How each page is looked at. Both at once: most of the time goes to rules that the browser runs on one processor. */
const VIEWS: readonly View[] = [
  { title: "English, light, on a small laptop", look: EN_LIGHT, size: SMALL_LAPTOP },
  { title: "中文, dark, on a wide screen", look: ZH_DARK, size: WIDE_SCREEN },
];

for (const deskPage of DESK_PAGES) {
  test(`${deskPage.name}: no complaint, one h1, accessible, in both languages`, async ({
    browser,
    context,
    signIn,
    ownerPool,
  }) => {
    if (isWorkbench(deskPage)) test.slow();
    const address = await addressOf(deskPage, ownerPool);
    // The posting catalogue names its events as messages are named, and the audit trail quotes them.
    const { rows } = await ownerPool.query<{ event: string }>("SELECT event FROM voucher_events");
    const events = new Set(rows.map(({ event }) => event));
    const [first] = deskPage.seenBy ?? [];
    if (first) await signIn(first);
    const storageState = await context.storageState();
    const views = VIEWS.map((view) =>
      test.step(view.title, async () => {
        const own = await browser.newContext({ storageState, viewport: view.size });
        await expectSound(await own.newPage(), { deskPage, address, events, view });
        await own.close();
      }),
    );
    await Promise.all(views);
  });
}

type Visit = {
  readonly deskPage: DeskPage;
  readonly address: string;
  readonly events: ReadonlySet<string>;
  readonly view: View;
};

async function expectSound(page: Page, { deskPage, address, events, view }: Visit): Promise<void> {
  const isMissing = deskPage.name === "not found";
  const problems = watchProblems(page, (url) => isMissing && url.pathname === address);
  await open(page, address, view.look);
  expect(problems.take()).toEqual(NOTHING);
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  expect(await findMissingMessages(page, events)).toEqual(NOTHING);
  if (view.look.locale === "zh-CN") expect(await findEnglishTexts(page)).toEqual(NOTHING);
  expect(await findAxeViolations(page)).toEqual(NOTHING);
  expect(await findSideScroll(page)).toEqual(NOTHING);
  if (isWorkbench(deskPage)) expect(await findAxeViolationsElsewhere(page, view.look, view.size)).toEqual(NOTHING);
}

for (const login of LOGINS) {
  test(`${login} reaches exactly the pages of the role, and is told the permission for the others`, async ({
    page,
    signIn,
    ownerPool,
  }) => {
    await signIn(login);
    await page.goto("/");
    const links = page.getByRole("navigation", { name: "Main" }).getByRole("link");
    const shown = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    const linked = DESK_PAGES.filter(({ seenBy, isLinked }) => isLinked && seenBy?.includes(login));
    expect(shown.sort()).toEqual(linked.map(({ path }) => path).sort());
    for (const deskPage of DESK_PAGES) {
      if (deskPage.seenBy === null) continue;
      const address = await addressOf(deskPage, ownerPool);
      await test.step(deskPage.name, async () => {
        // As the browser asks for it, and without drawing it: each page is drawn above.
        const response = await page.context().request.get(address, { headers: { accept: "text/html" } });
        const html = await response.text();
        expect.soft(html, `${login} on ${address}`).toContain("<h1");
        if (deskPage.seenBy?.includes(login)) {
          expect.soft(response.url(), `${login} on ${address}`).toContain(address);
          if (deskPage.name !== "not found") expect.soft(response.status(), address).toBe(200);
        } else {
          expect.soft(new URL(response.url()).pathname, `${login} on ${address}`).toBe("/no-access");
          expect.soft(html).toContain("To open it you need to be allowed to");
        }
      });
    }
  });
}

test("the server has missed no message and no page of this run broke on it", async () => {
  const log = readFileSync(join(process.env.DESK_E2E_DATA_DIR ?? "", "web.log"), "utf8");
  const complaints = log.split("\n").filter((line) => /MISSING_MESSAGE|FORMATTING_ERROR|⨯|"level":(50|60)/.test(line));
  expect([...new Set(complaints)]).toEqual(NOTHING);
});

/** Opens an address in a look and waits until the page has asked for nothing for a while: lists and charts are there. */
async function open(page: Page, address: string, look: Look): Promise<void> {
  await setLook(page.context(), look);
  await page.goto(address, { waitUntil: "networkidle" });
}

/** Where people sit all day: these are looked at in every theme, language and size. */
function isWorkbench({ path }: DeskPage): boolean {
  return path.startsWith("/suspense") || path.startsWith("/approvals");
}

/**
 * The same page as it stands, at the other size and then in the other theme at both: a theme is one attribute, so nothing
 * is loaded again, and only colours differ by it.
 */
async function findAxeViolationsElsewhere(page: Page, { theme }: Look, seenAt: Size): Promise<string[]> {
  const otherSize = seenAt === SMALL_LAPTOP ? WIDE_SCREEN : SMALL_LAPTOP;
  const otherTheme = theme === "light" ? "dark" : "light";
  await page.setViewportSize(otherSize);
  const found = await findAxeViolations(page);
  await page.evaluate((name) => Object.assign(document.documentElement.dataset, { theme: name }), otherTheme);
  for (const size of [otherSize, seenAt]) {
    await page.setViewportSize(size);
    found.push(...(await findContrastViolations(page)).map((one) => `${otherTheme}, ${size.width} wide: ${one}`));
  }
  return found;
}

/** The sizes of the window at which the page as a whole scrolls sideways. */
async function findSideScroll(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const size of [SMALL_LAPTOP, WIDE_SCREEN]) {
    await page.setViewportSize(size);
    const isWider = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    if (isWider) found.push(`${size.width} × ${size.height}`);
  }
  return found;
}
