import { expect, picture, test } from './test.ts';

test('pictures of the playground', async ({ page }) => {
  await picture(page, 'playground', '/graphiql/', async () => {
    await expect(page.getByLabel('Result Window')).toContainText('deniable');
  });
});
