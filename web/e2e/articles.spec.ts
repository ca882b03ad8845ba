import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIRequestContext, Download, Locator, Page } from '@playwright/test';
import { readQuestion } from '../src/question.ts';
import { program, serving } from './serve.ts';
import { expect, picture, serious, test } from './test.ts';

// Two articles of the dataset that the program carries, one of which has no headline.
const advisers = 'article:001_d44c365b91d9de36';
const briefing = 'article:004_944eabb7b33c57e0';
const syria = 'article:002_d6164f0e30076554';

const pathOf = (id: string) => `/${id.replace(':', '/')}`;
const comparing = (...ids: string[]) => `/compare?${new URLSearchParams(ids.map(id => ['articles', id]))}`;

const pages = {
  article: pathOf(briefing),
  compare: comparing(advisers, briefing),
  framing: '/framing?of=actor:hamas&of=event:gaza-campaign-2023',
};

async function answer<T>(request: APIRequestContext, query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const { data } = (await (await request.post('/graphql', { data: { query, variables } })).json()) as { data: T };
  return data;
}

/** The text of what is shown, or of each of several. */
const texts = (all: Locator) => all.evaluateAll(those => those.map(one => one.textContent ?? ''));

/** Waits until a view has its answer. */
async function shown(page: Page): Promise<void> {
  await expect(page.getByRole('link', { name: 'This as a query' })).toBeVisible();
}

/** Every heading is at most one level below the one before it, and the first is the only one of the first level. */
async function inOrder(page: Page): Promise<void> {
  const levels = await page.locator('h1, h2, h3, h4').evaluateAll(all => all.map(heading => Number(heading.tagName[1])));
  expect(levels.indexOf(1)).toBe(0);
  expect(levels.lastIndexOf(1)).toBe(0);
  levels.slice(1).forEach((level, i) => expect(level - levels[i]!, `headings ${levels}`).toBeLessThanOrEqual(1));
}

test.describe('an article', () => {
  test('says what its text says, and what it does not', async ({ page }) => {
    await page.goto(pathOf(briefing));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Article 004, without a headline');
    const fact = (name: string) => page.locator('dt', { hasText: new RegExp(`^${name}$`) }).locator('+ dd');
    await expect(fact('Published by')).toHaveText('the text does not say');
    await expect(fact('Written by')).toHaveText('the text does not say');
    await expect(fact('Published')).toContainText('12 to 13 October 2023 inferred');
    await expect(fact('Published')).toContainText('The text says “Thursday”.');
    await expect(fact('Published')).toContainText('knowledge from outside the text');
    await expect(page).toHaveTitle('Article 004, without a headline – onrecord');
  });

  test('says how it is sourced, as the server counts', async ({ page, request }) => {
    const { article } = await answer<{ article: { sourcing: Record<'mentions' | 'ownVoice' | 'named' | 'anonymous' | 'relayed', number> } }>(
      request,
      'query ($id: ID!) { article(id: $id) { sourcing { mentions ownVoice named anonymous relayed } } }',
      { id: syria },
    );
    const { mentions, ownVoice, named, anonymous, relayed } = article.sourcing;
    expect(relayed).toBeGreaterThan(0);
    await page.goto(pathOf(syria));
    await expect(page.locator('.shares li')).toHaveText([
      `${ownVoice} of ${mentions}in its own voice, crediting nobody`,
      `${named} of ${mentions}from somebody it names`,
      `${anonymous} of ${mentions}from somebody it does not name`,
      `${relayed} of ${mentions}through another outlet`,
    ]);
    const meter = page.getByRole('meter', { name: 'from somebody it does not name' });
    expect(await meter.evaluate(m => [(m as HTMLMeterElement).value, (m as HTMLMeterElement).max])).toEqual([anonymous, mentions]);
    await expect(page.getByRole('link', { name: 'The Wall Street Journal' }).first()).toBeVisible();
  });

  test('shows everything it prints, each leading to its evidence', async ({ page, request }) => {
    const { article } = await answer<{ article: { mentions: { totalCount: number; nodes: { id: string }[] } } }>(
      request,
      'query ($id: ID!) { article(id: $id) { mentions(first: 100) { totalCount nodes { id } } } }',
      { id: briefing },
    );
    const { totalCount, nodes } = article.mentions;
    await page.goto(pathOf(briefing));
    const lines = page.locator('.mention');
    await expect(lines).toHaveCount(totalCount);
    const links = await lines.evaluateAll(all => all.map(line => line.querySelector('a')!.getAttribute('href')));
    expect(links.toSorted()).toEqual(nodes.map(({ id }) => pathOf(id)).toSorted());
    await expect(page.getByText('does not hold the article’s text')).toBeVisible();
    await page.getByRole('link', { name: 'around 1,200', exact: true }).click();
    await expect(page).toHaveURL(/\/figure\/[0-9a-f]+$/);
  });

  test('shows one kind of what it prints, by its address', async ({ page }) => {
    await page.goto(pathOf(briefing));
    const choice = page.getByRole('navigation', { name: 'Kinds of passages' }).getByRole('link', { name: /^Numbers/ });
    const many = Number(/\d+/.exec((await choice.textContent()) ?? '')![0]);
    expect(many).toBeGreaterThan(1);
    await choice.focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\?kind=figure$/);
    await expect(page.locator('.mention')).toHaveCount(many);
    await page.reload();
    await expect(page.locator('.mention')).toHaveCount(many);
    expect(new Set(await texts(page.locator('.mention .kicker')))).toEqual(new Set(['counted']));
  });

  test('is not there where there is none', async ({ page }) => {
    await page.goto('/article/no-such-article');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not found');
    await expect(page.getByText('article:no-such-article')).toBeVisible();
  });
});

// Against a store that was compiled with the texts, those of the invented articles in testdata.
const sound = join(import.meta.dirname, '../../testdata/sound');
const withTexts = test.extend<object, { texts: string }>({
  texts: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'onrecord-'));
      const store = join(folder, 'texts.db');
      execFileSync(program, ['compile', '--texts', join(sound, 'texts'), '--keep-text', '--output', store, join(sound, 'dataset')], { stdio: 'ignore' });
      const { address, stop } = await serving(store);
      await use(address);
      await stop();
      rmSync(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ texts }, use) => use(texts),
});

withTexts('an article shows its text where the store holds it, with its passages marked', async ({ page, request }) => {
  const { articles } = await answer<{ articles: { nodes: { id: string; text: string; mentions: { nodes: { id: string; evidence: { start: number; end: number } }[] } }[] } }>(
    request,
    '{ articles { nodes { id text mentions(first: 100) { nodes { id evidence { start end } } } } } }',
  );
  expect(articles.nodes.length).toBeGreaterThan(1);
  for (const { id, text, mentions } of articles.nodes) {
    await page.goto(pathOf(id));
    await expect(page.getByRole('heading', { name: 'The text' })).toBeVisible();
    expect((await texts(page.locator('.text > p'))).join('\n')).toBe(text.split('\n').filter(Boolean).join('\n'));
    const points = Array.from(text);
    for (const { id: mention, evidence } of mentions.nodes) {
      const within = mentions.nodes.some(({ evidence: e }) => e !== evidence && e.start < evidence.end && e.end > evidence.start);
      const printed = points.slice(evidence.start, evidence.end).join('');
      const marked = page.locator(`.text a[href="${pathOf(mention)}"]`);
      if (within) expect(printed, mention).toContain((await marked.count()) > 0 ? await marked.first().textContent() : '');
      else expect(await texts(marked), mention).toEqual([printed]);
    }
    expect(await serious(page)).toEqual([]);
  }
});

test.describe('articles beside each other', () => {
  test('are chosen by boxes, and the choice is in the address', async ({ page }) => {
    await page.goto('/compare');
    await expect(page.getByRole('status')).toHaveText('None is chosen yet.');
    const box = (name: string) => page.getByRole('checkbox', { name });
    await box('Article 004').focus();
    await page.keyboard.press('Space');
    await expect(page.getByRole('status')).toHaveText('One is chosen. Choose another to set beside it.');
    await box('US says Iran assisting').check();
    await expect(page).toHaveURL(comparing(briefing, advisers));
    await expect(page.getByRole('heading', { name: 'Events in both' })).toBeVisible();
    await expect(box('US says Iran assisting')).toBeFocused();
    await page.goBack();
    await expect(page.getByRole('status')).toHaveText('One is chosen. Choose another to set beside it.');
    await expect(box('US says Iran assisting')).not.toBeChecked();
  });

  test('are at most four', async ({ page, request }) => {
    const { articles } = await answer<{ articles: { nodes: { id: string }[] } }>(request, '{ articles(first: 5) { nodes { id } } }');
    const all = articles.nodes.map(({ id }) => id);
    await page.goto(comparing(...all));
    await expect(page.getByRole('status')).toHaveText('5 are chosen, and 4 at most can be set beside one another. Take 1 away.');
    await page.getByRole('checkbox').first().uncheck();
    await expect(page.getByRole('heading', { name: 'Events in two or more of them' })).toBeVisible();
    await expect(page.locator('.whose a')).toHaveCount(8); // at the head, and over what each has alone
    await inOrder(page);
  });

  test('show what they share, each line leading to its evidence', async ({ page, request }) => {
    const { compare } = await answer<{ compare: { sharedQuantities: { figures: { id: string; printed: string }[] }[]; only: { statementCount: number }[] } }>(
      request,
      'query ($of: [ID!]!) { compare(articles: $of) { sharedQuantities { figures { id printed } } only { statementCount } } }',
      { of: [advisers, briefing] },
    );
    await page.goto(comparing(advisers, briefing));
    await shown(page);
    const figures = compare.sharedQuantities.flatMap(shared => shared.figures);
    expect(figures.length).toBeGreaterThan(3);
    for (const { id, printed } of figures) await expect(page.locator(`.printed a[href="${pathOf(id)}"]`)).toHaveText(printed);
    await expect(page.getByText('No statement is reported in both.')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Statements', exact: false, level: 4 })).toHaveText(compare.only.map(({ statementCount }) => `Statements ${statementCount}`));
    await page.getByRole('link', { name: '1,400 Israelis were killed.' }).click();
    await expect(page).toHaveURL(/\/account\/[0-9a-f]+$/);
  });

  test('are offered where their numbers differ', async ({ page }) => {
    await page.goto('/compare');
    await page.getByRole('link', { name: 'people killed in Gaza since 7 October 2023' }).click();
    await expect(page).toHaveURL(comparing(briefing, advisers));
    await expect(page.getByRole('link', { name: 'Over 5,000' })).toBeVisible();
  });

  test('say so where one is not there, and it can be taken away', async ({ page }) => {
    await page.goto(comparing(briefing, 'article:none'));
    await expect(page.getByRole('alert')).toContainText('there is no article with the id "article:none"');
    await page.getByRole('checkbox', { name: 'article:none' }).click(); // and the box goes with it
    await expect(page.getByRole('status')).toHaveText('One is chosen. Choose another to set beside it.');
  });
});

test.describe('framing', () => {
  test('is a table of terms by article and by what they are used for', async ({ page, request }) => {
    const { framing } = await answer<{ framing: { rows: { cells: { article: { id: string }; terms: { id: string; term: string; voice: string }[] }[] }[] } }>(
      request,
      '{ framing(of: ["actor:hamas"]) { rows { cells { article { id } terms { id term voice } } } } }',
    );
    await page.goto('/framing?of=actor:hamas');
    const table = page.getByRole('table');
    await expect(table.getByRole('columnheader')).toHaveCount(2);
    const cells = framing.rows[0]!.cells;
    expect(cells.length).toBeGreaterThan(1);
    await expect(table.getByRole('rowheader')).toHaveCount(cells.length);
    for (const { article, terms } of cells) {
      const row = table.getByRole('row').filter({ has: page.locator(`th a[href="${pathOf(article.id)}"]`) });
      for (const { id, term, voice } of terms) await expect(row.locator(`td a[href="${pathOf(id)}"]`)).toHaveText(voice === 'QUOTED' ? `“${term}”` : term);
    }
    const others = cells.flatMap(({ terms }) => terms).find(({ voice }) => voice === 'QUOTED')!;
    await table.locator(`a[href="${pathOf(others.id)}"]`).click();
    await expect(page).toHaveURL(new RegExp(`/term/${others.id.slice('term:'.length)}$`));
  });

  test('begins with what has most terms, and is chosen by boxes', async ({ page }) => {
    await page.goto('/framing');
    await expect(page.getByRole('columnheader')).toHaveCount(3);
    await page.getByText('Choose whom and what').click();
    await page.getByRole('checkbox', { name: 'Hezbollah' }).check();
    await expect(page).toHaveURL(/of=actor%3Ahezbollah/);
    await expect(page.getByRole('columnheader')).toHaveCount(4);
    await page.reload();
    await expect(page.getByRole('columnheader', { name: 'Hezbollah' })).toBeVisible();
  });

  test('says so where no article has a term', async ({ page }) => {
    await page.goto('/framing?of=actor:john-kirby');
    await expect(page.getByRole('status')).toHaveText('No article has a term for John Kirby.');
  });

  test('says so where there is nothing with an id', async ({ page }) => {
    await page.goto('/framing?of=actor:none');
    await expect(page.getByRole('alert')).toContainText('there is nothing with the id "actor:none"');
  });

  test('scrolls in its own box on a phone', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(pages.framing);
    const box = page.getByRole('region', { name: 'Terms by article' });
    await expect(box).toBeVisible();
    expect(await box.evaluate(at => at.scrollWidth > at.clientWidth)).toBe(true);
    await box.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => box.evaluate(at => at.scrollLeft)).toBeGreaterThan(0);
  });
});

for (const [name, address] of Object.entries(pages)) {
  test(`${name}: its query opens as it was asked, and is a table`, async ({ page, request }) => {
    await page.goto(address);
    const [file] = (await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'As CSV' }).click()])) as [Download, void];
    const rows = readFileSync(await file.path(), 'utf8').split('\r\n');
    expect(rows.length).toBeGreaterThan(5);
    const link = await page.getByRole('link', { name: 'This as a query' }).getAttribute('href');
    const question = readQuestion(new URL(link!, 'http://any').hash)!;
    const asked = await request.post('/graphql', { data: { query: question.query, variables: JSON.parse(question.variables!) as unknown } });
    expect((await asked.json()) as object).not.toHaveProperty('errors');
  });

  test(`${name}: pictures, in which axe finds nothing serious`, async ({ page }) => {
    await picture(page, name, address, async () => {
      await shown(page);
      expect(await serious(page)).toEqual([]);
      await inOrder(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    });
  });
}
