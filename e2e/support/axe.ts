import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

/** What keeps the page from WCAG 2.2 AA as far as a machine can tell: the rule and the first elements that break it. */
export async function findAxeViolations(page: Page): Promise<string[]> {
  return analyse(new AxeBuilder({ page }).withTags(TAGS));
}

/** The one rule whose answer depends on the theme. */
export async function findContrastViolations(page: Page): Promise<string[]> {
  return analyse(new AxeBuilder({ page }).withRules(["color-contrast"]));
}

async function analyse(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations.map(({ id, help, nodes }) => {
    const where = nodes.slice(0, 3).map((node) => node.html.slice(0, 160));
    return `${id}: ${help} (${nodes.length}) ${where.join(" | ")}`;
  });
}
