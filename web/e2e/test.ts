import { expect, test as base, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';

/**
 * A test whose pages are those of the server and reach nothing else. At its end it fails where a page asked for another
 * origin, broke its policy, or wrote an error to the console. How often the server refuses what the test makes the page ask
 * for is `refusals`.
 */
export const test = base.extend<{ refusals: number; troubles: void }>({
  baseURL: async ({}, use) => use(process.env.ONRECORD),
  refusals: [0, { option: true }],
  troubles: [
    async ({ context, baseURL, refusals }, use) => {
      const troubles: string[] = [];
      let refused = 0;
      const { origin } = new URL(baseURL!);
      await context.route(
        url => url.origin !== origin,
        route => route.abort(),
      );
      context.on('request', request => {
        const url = new URL(request.url());
        if (url.origin !== origin && !['data:', 'blob:'].includes(url.protocol)) troubles.push(`asked for ${url}`);
      });
      context.on('requestfailed', request => {
        const why = request.failure()?.errorText;
        if (why !== 'net::ERR_ABORTED') troubles.push(`did not get ${request.url()}: ${why}`); // aborted by the test's going elsewhere
      });
      context.on('console', message => {
        const text = message.text();
        const { pathname } = new URL(message.location().url || origin);
        if (pathname === '/graphql' && /responded with a status of 4\d\d/.test(text)) refused++;
        else if (message.type() === 'error' || text.includes('Content Security Policy')) troubles.push(`console: ${text}`);
      });
      context.on('weberror', error => troubles.push(`error: ${error.error().stack ?? error.error().message}`));
      await context.addInitScript(() => {
        addEventListener('securitypolicyviolation', event => console.error(`policy ${event.violatedDirective}: ${event.blockedURI}`));
      });
      await use();
      expect(troubles, 'what the browser complained of').toEqual([]);
      expect(refused, 'how often the server refused').toBe(refusals);
    },
    { auto: true },
  ],
});

export { expect };

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds serious or critical in a part of the page, or in all of it. */
export async function serious(page: Page, part?: string): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async within => {
    const { violations } = await (window as unknown as { axe: typeof import('axe-core') }).axe.run(within ?? document);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(node => node.html).join(' ')}`);
  }, part);
}

const looks = {
  light: { colorScheme: 'light', width: 1440, height: 900 },
  dark: { colorScheme: 'dark', width: 1440, height: 900 },
  phone: { colorScheme: 'light', width: 390, height: 844 },
} as const;

/** Keeps a picture of an address in each theme and at phone width, in screenshots/, and calls check on each. */
export async function picture(page: Page, name: string, address: string, check: (page: Page) => Promise<void>): Promise<void> {
  for (const [look, { colorScheme, ...viewport }] of Object.entries(looks)) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    await page.goto('about:blank'); // so that the same address is loaded again
    await page.goto(address);
    await check(page);
    await page.screenshot({ path: join(import.meta.dirname, 'screenshots', `${name}-${look}.png`) });
    await page.evaluate(() => localStorage.clear());
  }
}
