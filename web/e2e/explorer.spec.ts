import type { APIRequestContext, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { expect, picture, serious, test } from './test.ts';

const attack = '/event/hamas-attack-2023-10-07';
const killed = '/quantity/killed-in-israel-2023-10-07-attack';
const explosion = '/event/hospital-explosion-gaza-2023-10-17';

async function ask<Data>(request: APIRequestContext, query: string): Promise<Data> {
  const answer = await request.post('/graphql', { data: { query } });
  return ((await answer.json()) as { data: Data }).data;
}

/** The addresses of one page of every kind, the first record of each in the dataset. */
async function oneOfEach(request: APIRequestContext): Promise<string[]> {
  const kinds = ['articles', 'actors', 'events', 'statements', 'quantities', 'places', 'reports', 'figures', 'accounts', 'roles', 'terms'];
  const data = await ask<Record<string, { nodes: { id: string }[] }>>(request, `{ ${kinds.map(kind => `${kind}(first: 1) { nodes { id } }`).join(' ')} }`);
  return kinds.map(kind => `/${data[kind]!.nodes[0]!.id.replace(':', '/')}`);
}

/** Opens a page, and waits until it shows what it is about. */
async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await shown(page);
}

async function shown(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('Loading…')).toHaveCount(0);
}

test('by clicks alone: from the search box to figures, to the evidence of one, to its query, to its CSV', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('searchbox', { name: 'Search' }).fill('7 october attack');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: 'Hamas-led attack on Israel of 7 October 2023', exact: true }).click();
  await expect(page).toHaveURL(attack);
  const plot = page.getByRole('figure').filter({ hasText: 'more than 1,400' });
  await expect(plot.locator('svg')).toHaveAttribute('aria-label', /around 1,200, 1,400, more than 1,400$/);
  await plot.getByRole('link', { name: /^more than 1,400/ }).click();
  await expect(page).toHaveURL(/\/figure\/[0-9a-f]{16}$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('more than 1,400');
  await expect(page.locator('blockquote mark')).toHaveText('more than 1,400');
  await page.getByRole('link', { name: 'This as a query' }).click();
  await expect(page.getByLabel('Result Window')).toContainText('more than 1,400');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV', exact: true }).click()]);
  expect(readFileSync(await download.path(), 'utf8')).toContain('"more than 1,400"');
});

test('an event has its accounts by holder, its dispute, its figures with verdicts and its timeline', async ({ page }) => {
  await open(page, explosion);
  const dispute = page.getByRole('region', { name: 'In dispute' });
  await expect(dispute.getByRole('heading', { level: 3 })).toHaveText(['Islamic Jihad', 'Israel']);
  await expect(dispute.getByRole('listitem').filter({ hasText: 'Israel is to blame' })).toContainText(/^Hamas: /);
  await open(page, attack);
  await expect(page.getByText('All 3 pairs')).toBeVisible();
  await page.getByText('All 3 pairs').click();
  await expect(page.getByText('“more than 1,400”').or(page.getByText('"more than 1,400"')).first()).toBeVisible();
  const timeline = page.getByRole('region', { name: 'Timeline' });
  for (const kind of ['happened', 'said', 'counted']) await expect(timeline.getByText(kind, { exact: true }).first()).toBeVisible();
});

test('figures are drawn by their words: about, exactly, and open above', async ({ page }) => {
  await open(page, killed);
  const marks = page.getByRole('figure').locator('svg');
  await expect(marks.locator('[aria-label=arrow] path')).toHaveCount(1);
  await expect(marks.locator('[aria-label=dot] circle')).toHaveCount(3);
  const rows = page.getByRole('row');
  await expect(rows.nth(1)).toContainText('about 1,200');
  await expect(rows.nth(3)).toContainText('1,401 or more');
  await open(page, '/quantity/children-killed-in-gaza-2023');
  await expect(page.getByRole('row').nth(1)).toContainText('suspect');
});

test('search finds by words, tells when there is nothing, and mends what was mistyped', async ({ page }) => {
  await open(page, '/?q=deniable');
  await expect(page.getByRole('listitem').first()).toContainText('deniab');
  await open(page, '/?q=qqqqzzzz');
  await expect(page.getByText('Nothing was found.')).toBeVisible();
  await open(page, '/?q=hamas&kind=ACTOR');
  await expect(page.getByRole('listitem').first()).toContainText('actor');
  await page.goBack();
  await expect(page.getByRole('searchbox')).toHaveValue('qqqqzzzz');
});

test('what is not there is said, and what fails can be asked again', async ({ page }) => {
  await open(page, '/event/no-such-event');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not found');
  await open(page, killed);
  let refused = 0;
  await page.route('**/graphql**', route => (refused++ === 0 ? route.fulfill({ status: 200, contentType: 'application/json', body: '{"errors":[{"message":"not now"}]}' }) : route.fallback()));
  await page.goto(attack);
  await expect(page.getByRole('alert')).toContainText('not now');
  await page.getByRole('button', { name: 'Ask again' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Hamas-led attack/);
});

test('every page of every kind: its title, its query, its table, its links, and nothing that axe finds serious', async ({ page, request }) => {
  test.setTimeout(180_000);
  for (const address of ['/', '/compare', '/framing', attack, explosion, killed, ...(await oneOfEach(request))]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await open(page, address);
      expect(await serious(page), `${address} in ${colorScheme}`).toEqual([]);
    }
    if (address !== '/') expect(await page.title(), address).toMatch(/.+ – onrecord$/);
    const links = await page.locator('main').getByRole('link').evaluateAll(all => all.map(link => link.getAttribute('href') ?? (link as Element).getAttributeNS('http://www.w3.org/1999/xlink', 'href')!));
    const records = [...new Set(links)].flatMap(link => /^\/([a-z]+)\/([^/?#]+)$/.exec(link)?.slice(1, 3).join(':') ?? []);
    const { nodes } = await ask<{ nodes: ({ id: string } | null)[] }>(request, `{ nodes(ids: ${JSON.stringify(records.slice(0, 100))}) { id } }`);
    expect(nodes.map(node => node?.id), `records that ${address} leads to`).toEqual(records.slice(0, 100));
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${address} on a phone`).toBe(390);
    await page.setViewportSize({ width: 1440, height: 900 });
    const csv = page.getByRole('button', { name: 'As CSV' });
    if ((await csv.count()) > 0) {
      const [download] = await Promise.all([page.waitForEvent('download'), csv.click()]);
      expect(readFileSync(await download.path(), 'utf8').trim().split('\n').length, `rows of ${address}`).toBeGreaterThan(2);
    }
  }
});

test('works by keyboard', async ({ page }) => {
  await open(page, '/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'To the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('kirby');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/?q=kirby');
  await expect(page.getByRole('link', { name: 'John Kirby', exact: true }).first()).toBeVisible();
});

test('is light or dark by choice, and remembers it', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page, '/');
  const brightness = () => page.locator('html').evaluate(at => Number(/\d+/.exec(getComputedStyle(at).backgroundColor)![0]));
  expect(await brightness()).toBeGreaterThan(200);
  await page.getByRole('combobox', { name: 'Colours' }).selectOption('Dark');
  await expect.poll(brightness).toBeLessThan(60);
  await page.reload();
  await expect.poll(brightness).toBeLessThan(60);
});

test('the first view loads little, and nothing of the playground or the plots', async ({ page }) => {
  const loaded: string[] = [];
  page.on('response', answer => loaded.push(answer.url()));
  await page.goto('/', { waitUntil: 'networkidle' });
  await shown(page);
  const scripts = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(entry => entry.name.endsWith('.js'))
      .reduce((bytes, entry) => bytes + entry.encodedBodySize, 0),
  );
  expect(scripts).toBeGreaterThan(0);
  expect(scripts).toBeLessThan(200_000);
  expect(loaded.filter(url => /monaco|playground|RangePlot/.test(url))).toEqual([]);
});

for (const [name, address] of Object.entries({ start: '/', search: '/?q=deniable', event: attack, dispute: explosion, quantity: killed, place: '/place/gaza-strip' }))
  test(`pictures: ${name}`, async ({ page }) => {
    await picture(page, name, address, shown);
  });

test('pictures: evidence', async ({ page, request }) => {
  const { quantity } = await ask<{ quantity: { figures: { nodes: { id: string }[] } } }>(request, `{ quantity(id: "${killed.slice(1).replace('/', ':')}") { figures { nodes { id } } } }`);
  await picture(page, 'evidence', `/${quantity.figures.nodes[0]!.id.replace(':', '/')}`, shown);
});
