import { expect, picture, serious, test } from './test.ts';

test('the start page leads to the playground, the schema and a table', async ({ page, request }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('onrecord');
  const links = await page.getByRole('link').evaluateAll(all => all.map(link => (link as HTMLAnchorElement).href));
  expect(links.length).toBeGreaterThan(2);
  for (const link of links) expect((await request.get(link)).status(), link).toBe(200);
  expect(await serious(page)).toEqual([]);
});

test('the start page does not load the playground', async ({ page }) => {
  const loaded: string[] = [];
  page.on('response', answer => loaded.push(answer.url()));
  await page.goto('/', { waitUntil: 'networkidle' });
  const scripts = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(entry => entry.name.endsWith('.js'))
      .reduce((bytes, entry) => bytes + entry.encodedBodySize, 0),
  );
  expect(scripts).toBeGreaterThan(0);
  expect(scripts).toBeLessThan(200_000);
  expect(loaded.filter(url => /monaco|graphql|playground/.test(url))).toEqual([]);
});

test('pictures of the start page', async ({ page }) => {
  await picture(page, 'start', '/', async () => {
    await expect(page.getByRole('link', { name: 'Playground', exact: true })).toBeVisible();
  });
});
