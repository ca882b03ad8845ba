import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { APIRequestContext, Download, Page } from '@playwright/test';
import { playgroundLink, type Question } from '../src/question.ts';
import { expect, picture, serious, test } from './test.ts';

/** What one of the editors holds, all of it, also what is scrolled out of sight. */
function editor(page: Page, name: 'operation.graphql' | 'variables.json' | 'response.json'): Promise<string> {
  return page.evaluate(ending => {
    const { editor } = (globalThis as unknown as { __MONACO: typeof import('monaco-editor') }).__MONACO;
    return editor.getModels().find(model => model.uri.path.endsWith(ending))!.getValue();
  }, name);
}

/** Waits until the answer that is shown has something in it. */
async function answered(page: Page, part: string): Promise<void> {
  await expect.poll(() => editor(page, 'response.json').catch(() => ''), { timeout: 20_000 }).toContain(part);
}

/** Waits until the words in an editor have their colours. */
async function highlighted(page: Page, pane: string): Promise<void> {
  const colours = () => page.locator(`${pane} .view-line span[class*=mtk]`).evaluateAll(words => new Set(words.map(word => getComputedStyle(word).color)).size);
  await expect.poll(colours).toBeGreaterThan(3);
}

async function ask(request: APIRequestContext, question: Question, parameters = ''): Promise<string> {
  const { query, variables, operationName } = question;
  const data = { query, operationName, ...(variables && { variables: JSON.parse(variables) as unknown }) };
  return (await request.post(`/graphql${parameters}`, { data })).text();
}

async function downloaded(page: Page, start: () => Promise<void>): Promise<{ name: string; content: string }> {
  const [download] = (await Promise.all([page.waitForEvent('download'), start()])) as [Download, void];
  return { name: download.suggestedFilename(), content: readFileSync(await download.path(), 'utf8') };
}

const button = (page: Page, name: string) => page.getByRole('group', { name: 'Take it away' }).getByRole('button', { name, exact: true });

const figures: Question = {
  query: `# The quote's $HOME and \`backtick\` must reach the server as they are; so must a \\ and "these".
query First { dataset { title } }
query Figures($quantity: ID!) {
  quantity(id: $quantity) {
    label
    figures { nodes { printed low claimant { name } } }
  }
}
`,
  variables: '{"quantity":"quantity:killed-in-israel-2023-10-07-attack"}',
  operationName: 'Figures',
};

/** Words of the answer that the playground opens with. */
const opening = 'around 1,200';

test.describe('the playground', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('opens with a nested query and its answer', async ({ page }) => {
    await page.goto('/graphiql/');
    await answered(page, opening);
    expect(await editor(page, 'operation.graphql')).toContain('attribution { path }');
    const answer = JSON.parse(await editor(page, 'response.json')) as { data: { quantity: { figures: { nodes: unknown[] } } } };
    expect(answer.data.quantity.figures.nodes).toHaveLength(3);
    await expect(page.getByLabel('Result Window')).toContainText('people killed in Israel');
  });

  test('checks and completes a query in its workers, and shows the documentation', async ({ page }) => {
    await page.goto('/graphiql/');
    await answered(page, opening);
    await expect.poll(() => page.workers().map(worker => /(\w+)\.worker/.exec(worker.url())?.[1])).toEqual(expect.arrayContaining(['graphql', 'json', 'editor']));
    await page.getByLabel('New tab').click();
    await page.locator('.graphiql-query-editor .monaco-editor').first().click();
    await page.keyboard.type('{ datas');
    await expect(page.locator('.suggest-widget')).toContainText('dataset');
    await page.keyboard.press('Escape');
    await expect(page.locator('.graphiql-query-editor .squiggly-error').first()).toBeVisible();
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('link', { name: 'Query', exact: true }).click();
    await expect(page.locator('.graphiql-plugin')).toContainText('statement');
  });

  test('lists every saved query, and opens one with its answer', async ({ page }) => {
    await page.goto('/graphiql/');
    const folder = join(import.meta.dirname, '../../queries');
    const titles = readdirSync(folder)
      .filter(name => name.endsWith('.graphql'))
      .map(name => /^# Title: *(.+)$/m.exec(readFileSync(join(folder, name), 'utf8'))![1]!);
    const list = page.getByRole('region', { name: 'Saved queries' });
    await expect(list.getByRole('button')).toHaveCount(titles.length);
    for (const title of titles) await expect(list.getByText(title, { exact: true })).toHaveCount(1);
    await answered(page, opening);
    const saved = list.getByRole('button', { name: /^One sentence, two articles/ });
    await expect(saved).toContainText('One sentence of one briefing');
    await saved.focus();
    await page.keyboard.press('Enter');
    await answered(page, 'deniable');
    const tabs = page.getByLabel('Select active operation').getByRole('tab');
    await expect(tabs).toContainText(['OneNestedQuery', 'OneSentenceInTwoArticles']);
    await list.getByRole('button', { name: /^One number, everyone who gave it/ }).click();
    await answered(page, opening);
    await expect(tabs).toHaveCount(2); // the tab that has it, not another
  });

  test('gives a link that carries query, variables and operation', async ({ page, context, baseURL }) => {
    await page.goto(playgroundLink(figures));
    await answered(page, '"more than 1,400"');
    expect(JSON.parse(await editor(page, 'variables.json'))).toEqual(JSON.parse(figures.variables!));
    await button(page, 'link').click();
    await expect(page.getByRole('status')).toHaveText('Link copied');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(baseURL + playgroundLink(figures));
    expect(page.url()).toBe(link);
    const other = await context.newPage();
    await other.goto(link);
    await answered(other, '"more than 1,400"');
    expect(await editor(other, 'operation.graphql')).toBe(figures.query);
  });

  test('opens a link that it is led to while it is open', async ({ page }) => {
    await page.goto('/graphiql/');
    await answered(page, opening);
    await page.goto(playgroundLink({ query: '{ dataset { title } }' }));
    await answered(page, 'five articles');
    await expect(page.getByLabel('Select active operation').getByRole('tab')).toHaveCount(2);
  });

  test('gives the answer as CSV and as JSON', async ({ page, request }) => {
    await page.goto(playgroundLink(figures));
    await answered(page, '"more than 1,400"');
    const csv = await downloaded(page, () => button(page, 'CSV').click());
    expect(csv.name).toBe('Figures.csv');
    expect(csv.content).toBe(await ask(request, figures, '?format=csv'));
    expect(csv.content).toContain('people killed in Israel in the attack of 7 October 2023,"more than 1,400",1401,');
    const json = await downloaded(page, () => button(page, 'JSON').click());
    expect(json.name).toBe('Figures.json');
    expect(JSON.parse(json.content)).toEqual(JSON.parse(await editor(page, 'response.json')));
    await expect(page.getByRole('status')).toHaveText('Saved Figures.json');
  });

  test.describe(() => {
    test.use({ refusals: 1 });
    test('asks which list gives the rows where several could', async ({ page, request }) => {
      const question = { query: '{ articles(first: 2) { nodes { id relays { name } } } actors(first: 3) { nodes { name } } }' };
      await page.goto(playgroundLink(question));
      await answered(page, 'actors');
      const { errors } = JSON.parse(await ask(request, question, '?format=csv')) as { errors: { extensions: { code: string; choices: string[] } }[] };
      expect(errors[0]!.extensions.code).toBe('ROWS_AMBIGUOUS');
      await button(page, 'CSV').click();
      const dialog = page.getByRole('dialog', { name: 'Which list gives the rows?' });
      await expect(dialog).toBeVisible();
      expect(await serious(page, '[role=dialog]')).toEqual([]);
      for (const choice of errors[0]!.extensions.choices) await expect(dialog.getByRole('button', { name: choice, exact: true })).toBeVisible();
      const csv = await downloaded(page, () => dialog.getByRole('button', { name: 'actors', exact: true }).click());
      expect(csv.content).toBe(await ask(request, question, '?format=csv&rows=actors'));
      await expect(dialog).toBeHidden();
    });
  });

  test.describe(() => {
    test.use({ refusals: 1 });
    test('takes the rows that a query names, while it has them', async ({ page, request }) => {
      await page.goto('/graphiql/');
      await answered(page, opening);
      const query = await editor(page, 'operation.graphql');
      const csv = await downloaded(page, () => button(page, 'CSV').click());
      expect(csv.content).toBe(await ask(request, { query }, '?format=csv&rows=quantity.figures.nodes'));
      const changed = { query: '# Rows: no.longer\n{ articles { nodes { id } } }' };
      await page.goto(playgroundLink(changed));
      await answered(page, 'article:');
      expect((await downloaded(page, () => button(page, 'CSV').click())).content).toBe(await ask(request, changed, '?format=csv'));
    });
  });

  test('gives the question as a command', async ({ page, request }) => {
    await page.goto(playgroundLink(figures));
    await answered(page, '"more than 1,400"');
    await button(page, 'curl').click();
    await expect(page.getByRole('status')).toHaveText('Command copied');
    const command = await page.evaluate(() => navigator.clipboard.readText());
    expect(command).toMatch(/^curl -sS 'http:\/\/127\.0\.0\.1:\d+\/graphql' /);
    expect(execFileSync('sh', ['-c', command], { encoding: 'utf8' })).toBe(await ask(request, figures));
  });

  test('shows what the browser does not let it copy', async ({ page, request }) => {
    await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined })); // as on plain HTTP elsewhere
    await page.goto(playgroundLink(figures));
    await answered(page, '"more than 1,400"');
    await button(page, 'curl').click();
    const command = await page.getByRole('dialog', { name: 'Command' }).getByRole('textbox').inputValue();
    expect(execFileSync('sh', ['-c', command], { encoding: 'utf8' })).toBe(await ask(request, figures));
  });

  test.describe(() => {
    test.use({ refusals: 1 }); // of a table; as JSON the errors come with 200
    test('shows what was wrong', async ({ page }) => {
      await page.goto(playgroundLink({ query: '{ datasett { title } }' }));
      await answered(page, 'datasett');
      expect(await editor(page, 'response.json')).toContain('"errors"');
      await button(page, 'CSV').click();
      const dialog = page.getByRole('dialog', { name: 'That did not work' });
      await expect(dialog).toContainText('datasett');
      await page.keyboard.press('Escape');
      await page.goto(playgroundLink({ query: '{ dataset { title } }', variables: '{"a": }' }));
      await answered(page, 'Request not sent');
      await button(page, 'link').click();
      await expect(dialog).toContainText('The variables are invalid JSON');
    });
  });

  test('builds a query by clicks, and remembers what was asked', async ({ page }) => {
    await page.goto(playgroundLink({ query: 'query Mine { dataset { title } }' }));
    await answered(page, 'five articles');
    await page.getByRole('button', { name: 'Show Query builder' }).click();
    await page.locator('.graphiql-explorer-root').getByText('version', { exact: true }).first().click();
    await expect.poll(() => editor(page, 'operation.graphql')).toContain('version');
    await page.getByRole('button', { name: 'Show History' }).click();
    await expect(page.getByRole('region', { name: 'History' })).toContainText('Mine');
  });

  test('is light or dark by choice', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto('/graphiql/');
    const brightness = () => page.locator('.graphiql-container').evaluate(at => Number(/\d+/.exec(getComputedStyle(at).backgroundColor)![0]));
    await expect.poll(brightness).toBeGreaterThan(200);
    await page.getByRole('button', { name: 'Open settings dialog' }).click();
    await page.getByRole('button', { name: 'Dark', exact: true }).click();
    await expect.poll(brightness).toBeLessThan(60);
    await page.reload();
    await expect.poll(brightness).toBeLessThan(60);
  });

  test('has nothing that axe finds serious in what is ours', async ({ page }) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto('/graphiql/');
      await answered(page, opening);
      for (const part of ['.saved', '.takeaway', '.graphiql-logo']) expect(await serious(page, part), `${part} in ${colorScheme}`).toEqual([]);
    }
  });

  test('has room on a phone for its lists and for its answers', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/graphiql/');
    await answered(page, opening);
    await page.getByRole('button', { name: 'Show Saved queries' }).click();
    const list = page.getByRole('region', { name: 'Saved queries' });
    await expect(page.getByLabel('Result Window')).toBeHidden();
    await list.getByRole('button', { name: /^One sentence, two articles/ }).click();
    await expect(list).toBeHidden();
    await answered(page, 'deniable');
    await expect(page.getByLabel('Result Window')).toContainText('statement');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });

  test('pictures', async ({ page }) => {
    await picture(page, 'playground', '/graphiql/', async () => {
      await answered(page, opening);
      for (const pane of ['.graphiql-query-editor', '.result-window']) await highlighted(page, pane);
    });
  });
});
