import type { Page } from '@playwright/test';
import { expect, picture, serious, test } from './test.ts';

const deniability = '/statement/kirby-iran-deniability-2023-10-23';
const accusation = '/statement/kirby-iran-facilitates-attacks-2023-10-23';
const coordination = '/statement/officials-secret-coordination';

/** A part of a page by its heading. */
function part(page: Page, name: string | RegExp) {
  return page.locator('main section').filter({ has: page.getByRole('heading', { level: 2, name }) });
}

/** Opens the playground by the link below a view, and waits for its answer to hold some words. */
async function asQuery(page: Page, holds: string): Promise<void> {
  await page.getByRole('link', { name: 'This as a query' }).click();
  await expect(page).toHaveURL(/\/graphiql\/#query=/);
  const answer = () => page.evaluate(() => document.querySelector('.result-window')?.textContent ?? '');
  await expect.poll(async () => (await answer()).replace(/\s+/g, ' ')).toContain(holds);
}

/** The lines of the CSV that a view hands out, without the last, which says what it is of. */
async function asCSV(page: Page): Promise<string[]> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'As CSV' }).click()]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const lines = Buffer.concat(chunks).toString('utf8').trimEnd().split(/\r?\n/);
  expect(lines.pop()).toMatch(/^"# .* Query [0-9a-f]+\.( Not whole: .*)?"$/);
  return lines;
}

/** The levels of the headings as they follow one another. */
async function levels(page: Page): Promise<number[]> {
  return page.getByRole('heading').evaluateAll(all => all.map(heading => Number(heading.tagName.slice(1))));
}

test('a statement shows its wordings beside each other, with what differs marked and said', async ({ page, request }) => {
  await page.goto(deniability);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Iran means to keep its part deniable, and the United States will not let it.');
  const wordings = part(page, 'As it was printed').locator('ol.wordings > li');
  await expect(wordings).toHaveCount(2);
  const other = wordings.nth(1);
  await expect(other.getByRole('insertion').first()).toHaveText(/\[only here: deniability here,\]/);
  await expect(other.getByRole('deletion').filter({ hasText: 'denial on this issue,' })).toHaveText(/\[not here: /);
  await page.getByLabel('Mark what differs from the longest').uncheck();
  await expect(other.getByRole('insertion')).toHaveCount(0);
  await expect(other.getByRole('deletion')).toHaveCount(0);
  // The words without their marks are those that the server gives.
  const asked = await request.post('/graphql', { data: { query: `{ statement(id: "statement:${deniability.split('/')[2]}") { wordings { text reports { id } } } }` } });
  const { data } = (await asked.json()) as { data: { statement: { wordings: { text: string; reports: { id: string }[] }[] } } };
  for (const [i, { text, reports }] of data.statement.wordings.entries()) {
    await expect(wordings.nth(i).locator('blockquote')).toHaveText(`“${text}”`);
    for (const { id } of reports) await expect(wordings.nth(i).locator(`a[href="/report/${id.split(':')[1]}"]`)).toBeVisible();
  }
});

test('a statement of which the roles of the speaker are at odds says so', async ({ page }) => {
  await page.goto(deniability);
  const facts = page.locator('dl.facts');
  await expect(facts).toContainText('Pentagon spokesman');
  await expect(facts).toContainText('spokesman for US Department of Defense and for US National Security Council');
  await expect(facts.locator('a[href^="/role/"]').first()).toBeVisible();
  await facts.locator('summary', { hasText: 'inferred' }).click();
  await expect(facts).toContainText('Said at the briefing of that Monday.');
});

test('a wording that has little in common with the longest is marked only where that is asked for', async ({ page }) => {
  await page.goto(accusation);
  const wordings = part(page, 'As it was printed').locator('ol.wordings > li');
  await expect(wordings).toHaveCount(8);
  const far = wordings.filter({ hasText: 'Iran helps with attacks on bases' });
  await expect(far.getByRole('deletion').first()).toBeHidden();
  await far.getByText('Mark it all the same').click();
  await expect(far.getByRole('deletion').first()).toBeVisible();
});

test('a chain is a path from the article to the origin', async ({ page }) => {
  await page.goto(coordination);
  const stations = page.getByRole('list', { name: 'Where the article has it from' }).getByRole('listitem');
  await expect(stations).toHaveText([/^Washington eye on/, /^The Wall Street Journal.*revealed/, /^current and former US officials.*told/]);
  await stations.nth(1).getByRole('link').click();
  await expect(page).toHaveURL('/actor/the-wall-street-journal');
  const through = part(page, 'What came through them');
  await expect(through.locator('.tag', { hasText: 'passed on' }).first()).toBeVisible();
  await expect(through.getByRole('list', { name: 'Chain of attribution' }).first()).toContainText('current and former US officials');
});

test('statements are tied to each other in both directions', async ({ page }) => {
  await page.goto(deniability);
  const ties = part(page, 'Tied to other statements');
  await expect(ties).toContainText('This lends weight to what John Kirby said');
  await expect(ties).toContainText('It answers in advance a denial of the accusation. Drawn by a curator.');
  await ties.getByRole('link', { name: /^Iran goes on supporting/ }).click();
  await expect(page).toHaveURL(accusation);
  await expect(ties).toContainText(/What John Kirby said: Iran means .* lends weight to this/);
  await ties.getByRole('link', { name: /^Iran means to keep/ }).click();
  await expect(page).toHaveURL(deniability);
});

test('the numbers within a statement lead to their evidence', async ({ page }) => {
  await page.goto('/statement/local-officials-death-tolls-2023-10-12');
  const numbers = part(page, 'Numbers in it');
  await expect(numbers.getByRole('listitem')).toHaveCount(2);
  await expect(numbers.getByRole('link', { name: 'at least 1,100' })).toHaveAttribute('href', /^\/figure\//);
  await expect(numbers.getByRole('link', { name: 'people killed in Gaza since 7 October 2023' })).toHaveAttribute('href', /^\/quantity\//);
});

test('an actor shows roles as printed, and those that cannot all hold', async ({ page }) => {
  await page.goto('/actor/john-kirby');
  const roles = part(page, 'Roles as printed');
  await expect(roles.getByRole('listitem')).toHaveCount(4);
  await expect(roles).toContainText('These cannot all hold.');
  await expect(roles.getByRole('listitem').filter({ hasText: 'Pentagon spokesman' })).toContainText('at odds');
  await expect(roles.getByRole('link', { name: '“Pentagon spokesman”' })).toHaveAttribute('href', /^\/role\//);
  await page.goto('/actor/herzi-halevi'); // two roles that can both hold
  await expect(roles.getByRole('listitem')).toHaveCount(2);
  await expect(roles).not.toContainText('at odds');
});

test('a long list turns page by page, by keyboard, with an address for each', async ({ page }) => {
  await page.goto('/actor/john-kirby');
  const said = part(page, 'What they said');
  await expect(said.getByRole('heading')).toHaveText(/11$/);
  await expect(said.getByRole('listitem')).toHaveCount(10);
  const last = 'Iran goes on supporting Hamas and Hezbollah';
  await expect(said).not.toContainText(last);
  await said.getByRole('link', { name: 'More', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\?said=./);
  await expect(said.getByRole('listitem')).toHaveCount(1);
  await expect(said).toContainText(last);
  await expect(page.locator('#said')).toBeFocused();
  await page.reload();
  await expect(said).toContainText(last);
  expect(await asCSV(page)).toEqual([expect.stringContaining('statements.gist'), expect.stringContaining(last)]); // the table is of what is shown
  await said.getByRole('link', { name: 'From the beginning' }).click();
  await expect(said.getByRole('listitem')).toHaveCount(10);
  await expect(page).toHaveURL('/actor/john-kirby');
});

test('what an actor denies is never shown as what it holds', async ({ page }) => {
  await page.goto('/actor/john-kirby');
  for (const name of ['Accounts they hold', 'What came through them']) {
    await expect(part(page, name).getByRole('listitem').filter({ hasText: 'US troops are to be deployed to Israel.' }).locator('.tag')).toHaveText('denied');
  }
});

test('what an actor is called stands by article, with whose word it is', async ({ page }) => {
  await page.goto('/actor/hamas');
  const called = part(page, 'What they are called');
  const article = called.locator('dl.terms > div').filter({ hasText: 'US says Iran assisting base attacks' });
  await expect(article.getByRole('definition').filter({ hasText: '“terrorist threat”' })).toContainText(/quoted.*Matthew Miller/);
  await expect(called.getByRole('definition').filter({ hasText: 'Hamas terrorist group' })).toContainText('its own word');
  await expect(called.getByRole('link', { name: 'Hamas terrorist group' })).toHaveAttribute('href', /^\/term\//);
  const naming = part(page, 'Accounts that name them');
  await expect(naming.getByRole('link', { name: 'Hamas carried out the attack.' }).first()).toHaveAttribute('href', /^\/account\//);
});

test('an unnamed actor has what its article says of it, and whom a curator suspects', async ({ page }) => {
  await page.goto('/actor/a002-officials');
  const facts = page.locator('dl.facts');
  await expect(facts).toContainText('two or more');
  await expect(facts).toContainText('a curator’s suspicion');
  await facts.getByRole('link', { name: 'current and former US officials' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('current and former US officials');
  await expect(facts.getByRole('link', { name: 'American officials' })).toBeVisible();
});

for (const [address, holds, header] of [
  [deniability, '"gist": "Iran means to keep its part ', 'text'],
  ['/actor/john-kirby', '"name": "John Kirby"', 'gist'],
  ['/actor/yoav-gallant', '"name": "Yoav Gallant"', 'gist'], // who says nothing, but is spoken to
] as const) {
  test(`${address} hands out its query and its table`, async ({ page }) => {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const lines = await asCSV(page);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines[0]).toContain(header);
    await asQuery(page, holds);
  });
}

test('there is a word where there is no such record', async ({ page }) => {
  for (const kind of ['statement', 'actor']) {
    await page.goto(`/${kind}/nobody-and-nothing`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not found');
    await expect(page.locator('main')).toContainText(`${kind}:nobody-and-nothing`);
  }
});

for (const address of [deniability, accusation, coordination, '/actor/john-kirby', '/actor/hamas', '/actor/a002-officials']) {
  test(`${address} is in order for all readers`, async ({ page }) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(address);
      await expect(page.getByRole('button', { name: 'As CSV' })).toBeVisible();
      expect(await serious(page), colorScheme).toEqual([]);
    }
    const found = await levels(page);
    expect(found.filter(level => level === 1)).toHaveLength(1);
    for (const [i, level] of found.entries()) expect(level - (found[i - 1] ?? 0), `heading ${i}`).toBeLessThanOrEqual(1);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
}

for (const [name, address] of [
  ['statement', deniability],
  ['statement-chain', coordination],
  ['actor', '/actor/john-kirby'],
  ['actor-labels', '/actor/hamas'],
] as const) {
  test(`pictures of ${name}`, async ({ page }) => {
    await picture(page, name, address, async () => {
      await expect(page.getByRole('button', { name: 'As CSV' })).toBeVisible();
    });
  });
}
