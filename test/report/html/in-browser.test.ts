import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../../src/report/html/page.ts';
import { type Browser, findChromium, type Page, startBrowser } from './browser.ts';
import { hostileReport, SAMPLE } from './sample.ts';

const chromium = findChromium();
if (chromium === undefined) {
  console.warn(
    '\n!!! NOT TESTED: the HTML report in a browser. There is no chromium in PATH: apt-get install chromium\n',
  );
}

const NAMES = `[...document.querySelectorAll('#scores tbody tr:not([hidden]) th')].map((cell) => cell.querySelector('bdi').textContent)`;
const WIDTH = 'document.scrollingElement.scrollWidth';
const header = (title: string): string =>
  `[...document.querySelectorAll('#scores thead th')].find((cell) => cell.textContent.startsWith('${title}'))`;

describe.skipIf(chromium === undefined)('the report in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'report-page-'));
  let browser: Browser;
  let page: Page;
  const open = async (name: 'sample' | 'hostile'): Promise<void> => {
    await page.open(pathToFileURL(join(folder, `${name}.html`)).href);
  };

  beforeAll(async () => {
    writeFileSync(join(folder, 'sample.html'), renderReport(SAMPLE));
    writeFileSync(join(folder, 'hostile.html'), renderReport(hostileReport()));
    browser = await startBrowser(chromium ?? '');
    page = await browser.newPage();
    await page.resize(1280, 900);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** Names of the scores, in the order of a number of theirs. */
  const byValue = [...SAMPLE.rows].sort((a, b) => a.value - b.value).map(({ benchmark }) => benchmark);

  it('sorts by a click on a header, and back', async () => {
    await open('sample');
    expect(await page.evaluate(NAMES)).toEqual(SAMPLE.rows.map(({ benchmark }) => benchmark));
    await page.click('#scores th[data-column="2"] button');
    expect(await page.evaluate(NAMES)).toEqual(byValue);
    expect(await page.evaluate(`${header('Value')}.getAttribute('aria-sort')`)).toBe('ascending');
    await page.click('#scores th[data-column="2"] button');
    expect(await page.evaluate(NAMES)).toEqual([...byValue].reverse());
    expect(await page.evaluate(`${header('Value')}.getAttribute('aria-sort')`)).toBe('descending');
  });

  it('sorts names as people do, and what is missing always last', async () => {
    await open('sample');
    await page.click('#scores th[data-column="0"] button');
    const names = SAMPLE.rows.map(({ benchmark }) => benchmark);
    expect(await page.evaluate(NAMES)).toEqual([...names].sort());
    for (const _ of ['ascending', 'descending']) {
      await page.click('#scores th[data-column="3"] button');
      expect(await page.evaluate(`${NAMES}.at(-1)`)).toBe('wikitext');
    }
    expect(await page.evaluate(`document.querySelectorAll('#scores [aria-sort]').length`)).toBe(1);
  });

  it.each(['Enter', ' '] as const)('sorts by the key %j', async (key) => {
    await open('sample');
    await page.evaluate(`document.querySelector('#scores th[data-column="1"] button').focus()`);
    await page.press('Tab');
    expect(await page.evaluate(`document.activeElement === ${header('Value')}.querySelector('button')`)).toBe(true);
    await page.press(key);
    expect(await page.evaluate(NAMES)).toEqual(byValue);
    expect(await page.evaluate(`${header('Value')}.getAttribute('aria-sort')`)).toBe('ascending');
    expect(await page.evaluate(`document.activeElement === ${header('Value')}.querySelector('button')`)).toBe(true);
  });

  it('sorts the comparison by what needs a reader first', async () => {
    await open('sample');
    await page.click('#changes th[data-column="1"] button');
    const chips = `[...document.querySelectorAll('#changes tbody .chip')].map((chip) => chip.textContent)`;
    expect(await page.evaluate(chips)).toEqual(['✗ worse', '? inconclusive', '✓ better', '✓ better', '= same']);
  });

  it('filters by all words, and keeps doing so when sorted', async () => {
    await open('sample');
    await page.evaluate(`document.querySelector('#filter').focus()`);
    await page.send('Input.insertText', { text: 'LightEval pass' });
    expect(await page.evaluate(NAMES)).toEqual(['aime24']);
    expect(await page.evaluate(`document.querySelector('#scores-filter output').textContent`)).toBe('1 of 10');
    await page.click('#scores th[data-column="2"] button');
    expect(await page.evaluate(NAMES)).toEqual(['aime24']);
    await page.evaluate(`document.querySelector('#filter').select()`);
    await page.send('Input.insertText', { text: 'nothing such' });
    expect(await page.evaluate(NAMES)).toEqual([]);
  });

  it.each(['sample', 'hostile'] as const)('is no wider than a phone: %s', async (name) => {
    for (const width of [360, 320, 768, 1280]) {
      await page.resize(width, 740);
      await open(name);
      await page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
      expect(await page.evaluate(WIDTH), `at ${width}`).toBeLessThanOrEqual(width);
    }
    await page.resize(1280, 900);
  });

  it('sorts on a phone too', async () => {
    await page.resize(360, 740);
    await open('sample');
    await page.click('#scores th[data-column="2"] button');
    expect(await page.evaluate(NAMES)).toEqual(byValue);
    await page.resize(1280, 900);
  });

  it('is light or dark as its reader prefers', async () => {
    await open('sample');
    const ground = 'getComputedStyle(document.body).backgroundColor';
    await page.prefer({ 'prefers-color-scheme': 'light' });
    expect(await page.evaluate(ground)).toBe('rgb(255, 255, 255)');
    await page.prefer({ 'prefers-color-scheme': 'dark' });
    expect(await page.evaluate(ground)).toBe('rgb(14, 17, 22)');
    await page.prefer({});
  });

  it('moves nothing for who does not want it', async () => {
    await open('sample');
    const duration = `getComputedStyle(document.querySelector('summary'), '::before').transitionDuration`;
    expect(await page.evaluate(duration)).not.toBe('0s');
    await page.prefer({ 'prefers-reduced-motion': 'reduce' });
    expect(await page.evaluate(duration)).toBe('0s');
    await page.prefer({});
  });

  it('lets no text of a report run, load or break anything', async () => {
    await open('hostile');
    expect(await page.evaluate(`document.querySelectorAll('script, img, iframe, link').length`)).toBe(2);
    await page.click('#scores th[data-column="0"] button');
    expect(await page.evaluate(`${header('Benchmark')}.getAttribute('aria-sort')`)).toBe('ascending');
  });

  // The last one: it judges all that the others did.
  it('asked for nothing but itself, and had nothing to complain of', () => {
    const requests = page.events.filter(({ method }) => method === 'Network.requestWillBeSent');
    const urls = requests.map(({ params }) => (params.request as { url: string }).url);
    expect(urls.length).toBeGreaterThan(0);
    expect(urls.filter((url) => !url.startsWith(pathToFileURL(folder).href))).toEqual([]);
    const complaints = page.events.filter(({ method }) =>
      [
        'Runtime.exceptionThrown',
        'Runtime.consoleAPICalled',
        'Log.entryAdded',
        'Page.javascriptDialogOpening',
      ].includes(method),
    );
    expect(complaints).toEqual([]);
  });
});
