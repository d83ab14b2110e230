// Opens a page of `plan report` in a real browser and uses it as people do.
// node check.mjs PAGE.html FOLDER-FOR-PICTURES, with CHROMIUM naming the browser
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [file, pictures] = process.argv.slice(2);
const address = pathToFileURL(resolve(file)).href;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

/** Opens the page and keeps what must not be: requests, words on the console, errors. */
const open = async (options) => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const heard = [];
  page.on('request', (request) => request.url().split('#')[0] === address || heard.push(`request: ${request.url()}`));
  page.on('console', (message) => heard.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => heard.push(`error: ${error}`));
  await page.goto(address);
  return { page, heard, context };
};

const rows = (page) =>
  page.$$eval('table.initiatives tbody tr', (all) =>
    all.filter((row) => !row.hidden).map((row) => ({ id: row.dataset.id, teams: row.dataset.teams, state: row.dataset.state })),
  );
/** What the visible rows of a table sort by in a column. */
const keys = (page, table, name) =>
  page.$eval(
    `table.${table}`,
    (table, name) => {
      const column = [...table.querySelectorAll('th')].findIndex((head) => head.textContent.trim() === name);
      return [...table.tBodies[0].rows].filter((row) => !row.hidden).map((row) => {
        const cell = row.cells[column];
        return cell.dataset.sort ?? cell.textContent.trim().toLowerCase();
      });
    },
    name,
  );
const head = (page, table, name) => page.locator(`table.${table} th`, { hasText: new RegExp(`^${name}$`) });

/** Numbers in order, what is empty last. */
const inOrder = (values, direction) => {
  const numbers = values.filter((value) => value !== '').map(Number);
  assert.ok(numbers.length > 1 && numbers.every(Number.isFinite), `numbers: ${values}`);
  assert.ok(numbers.every((n, at) => at === 0 || direction * (n - numbers[at - 1]) >= 0), `in order: ${values}`);
  const empty = values.indexOf('');
  assert.ok(empty < 0 || values.slice(empty).every((value) => value === ''), `empty ones last: ${values}`);
};

const sorts = async (page) => {
  const score = head(page, 'initiatives', 'Score');
  await score.getByRole('button').click();
  inOrder(await keys(page, 'initiatives', 'Score'), 1);
  assert.equal(await score.getAttribute('aria-sort'), 'ascending');
  // By the keyboard alone, the other way.
  await score.getByRole('button').focus();
  await page.keyboard.press('Enter');
  inOrder(await keys(page, 'initiatives', 'Score'), -1);
  assert.equal(await score.getAttribute('aria-sort'), 'descending');
  await head(page, 'initiatives', 'Initiative').getByRole('button').click();
  const titles = await keys(page, 'initiatives', 'Initiative');
  assert.deepEqual(titles, [...titles].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
  assert.equal(await score.getAttribute('aria-sort'), null);
  await head(page, 'risks', 'To expect, weeks').getByRole('button').click();
  inOrder(await keys(page, 'risks', 'To expect, weeks'), 1);
};

const filters = async (page) => {
  const whole = await rows(page);
  const said = () => page.locator('#filter output').textContent();
  assert.equal(await said(), `${whole.length} initiatives`);
  const teams = await page.$$eval('#filter select[name=team] option', (all) => all.map((o) => o.value).filter(Boolean));
  assert.ok(teams.length > 1);
  await page.selectOption('#filter select[name=team]', teams[0]);
  const some = await rows(page);
  assert.ok(some.length > 0 && some.length < whole.length && some.every((row) => row.teams.split(' ').includes(teams[0])));
  assert.equal(await said(), `${some.length} of ${whole.length} initiatives`);
  // The chart follows: what is left out fades, and nothing else does.
  const kept = new Set(some.map((row) => row.id));
  const drawn = await page.$$eval('svg.roadmap [data-id]', (all) => all.map((e) => [e.dataset.id, e.classList.contains('dim')]));
  assert.ok(drawn.length > 0 && drawn.every(([id, dim]) => dim === !kept.has(id)));
  await page.selectOption('#filter select[name=state]', 'declined');
  assert.ok((await rows(page)).every((row) => row.state === 'declined'));
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.waitForFunction((count) => document.querySelector('#filter output').textContent === `${count} initiatives`, whole.length);
  await page.fill('#filter input', `${whole[0].id} nothing-is-called-so`);
  assert.equal((await rows(page)).length, 0);
  await page.fill('#filter input', whole[0].id);
  assert.ok((await rows(page)).some((row) => row.id === whole[0].id));
  await page.fill('#filter input', '');
  assert.equal((await rows(page)).length, whole.length);
};

const reachable = async (page) => {
  const dead = await page.$$eval('a[href^="#"]', (all) =>
    all.map((a) => a.getAttribute('href').slice(1)).filter((id) => !document.getElementById(id)),
  );
  assert.deepEqual(dead, [], 'links within the page lead somewhere');
  const lines = await page.$$eval('a.source', (all) => all.map((a) => a.getAttribute('href')));
  assert.ok(lines.length > 10 && lines.every((href) => /\.plan#L\d+$/.test(href)), `links to lines: ${lines.slice(0, 3)}`);
  const names = await page.$$eval('svg.roadmap a', (all) => all.map((a) => a.querySelector('title').textContent));
  assert.ok(names.length > 3 && names.every((name) => name && name.length > 5));
};

const faults = async (page, where) => {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  const serious = found.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical');
  const told = serious.map((v) => `${v.id} (${v.impact}): ${v.help}\n  ${v.nodes.slice(0, 3).map((n) => `${n.html}\n  ${n.failureSummary}`).join('\n  ')}`);
  assert.deepEqual(told, [], `serious faults, ${where}`);
  const rest = found.violations.filter((v) => !serious.includes(v)).map((v) => v.id);
  console.log(`${where}: no serious fault by axe${rest.length ? `; minor: ${rest.join(', ')}` : ''}`);
};

const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
for (const [name, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark']) {
    const { page, heard, context } = await open({ viewport, colorScheme, hasTouch: name === 'phone' });
    const where = `${name}, ${colorScheme}`;
    if (pictures) await page.screenshot({ path: `${pictures}/${name}-${colorScheme}.png`, fullPage: true });
    await faults(page, where);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(over <= 0, `${where}: nothing sticks out sideways (${over})`);
    await sorts(page);
    await filters(page);
    await reachable(page);
    assert.deepEqual(heard, [], where);
    await context.close();
  }
}

// Without scripts everything is there, and no control that does nothing.
const { page: plain, context } = await open({ javaScriptEnabled: false, viewport: sizes.desktop });
assert.ok((await plain.locator('table.initiatives tbody tr').count()) > 5);
assert.ok(!(await plain.locator('#filter').isVisible()));
assert.equal(await plain.locator('th button').count(), 0);
await context.close();

// A page that was tampered with runs nothing: the policy knows its script by its hash.
const tampered = await browser.newPage();
await tampered.setContent(readFileSync(file, 'utf8').replace("'use strict';", "'use strict'; document.title = 'owned';"));
assert.notEqual(await tampered.title(), 'owned');

const printed = await open({ viewport: sizes.desktop, colorScheme: 'dark' });
await printed.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
assert.ok(!(await printed.page.locator('#filter').isVisible()));
const paper = await printed.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
assert.equal(paper, 'rgb(255, 255, 255)', 'paper is white');
if (pictures) await printed.page.pdf({ path: `${pictures}/printed.pdf`, format: 'A4', landscape: true });
await browser.close();
console.log('the page holds');
