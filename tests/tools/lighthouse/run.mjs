// Lighthouse on the pages that people meet, on its phone profile, against a server of its own: ./do lighthouse
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse from 'lighthouse';
import puppeteer from 'puppeteer-core';

// What every page has to keep to.
const least = 95, mostKilobytes = 50, mostRequests = 15, longestPaint = 1000;
const password = 'four plain words here', mail = 'ada@example.org';
const [root] = process.argv.slice(2);

const port = await freePort();
const site = `http://localhost:${port}`;
const folder = await mkdtemp(join(tmpdir(), 'linkcode-lighthouse-'));
const server = spawn('dotnet', [
  join(root, 'src/LinkCode.Server/bin/Release/net10.0/LinkCode.Server.dll'), '--environment', 'Development', '--contentRoot', join(root, 'src/LinkCode.Server'), '--urls', site,
  `--LinkCode:PublicUrl=${site}`, `--LinkCode:DataFolder=${folder}`, '--LinkCode:LimitScale=1000', '--Logging:LogLevel:Default=Warning',
], { stdio: ['ignore', 'ignore', 'inherit'] });
let browser, failed = true;
try {
  await untilReady();
  browser = await puppeteer.launch({
    executablePath: process.env.LINKCODE_CHROMIUM ?? '/usr/bin/chromium',
    // Nothing but the server of this run can be reached, whatever the browser or an audit would like to fetch.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--no-first-run', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost'],
  });
  failed = await examine();
} finally {
  await browser?.close();
  server.kill('SIGTERM');
  await new Promise(resolve => server.exitCode !== null ? resolve() : server.once('exit', resolve));
  await rm(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

async function examine() {
  const stranger = await (await browser.createBrowserContext()).newPage();
  const person = await browser.newPage();
  await makeAccount(person);
  await link(person);
  await enter(person, await ask());
  const { pathname, search } = new URL(person.url());

  const rows = [];
  for (const [name, path] of [['home', '/'], ['link', '/link']]) rows.push(await look(stranger, name, path));
  for (const [name, path] of [['home, signed in', '/'], ['review', pathname + search], ['devices', '/devices'], ['security', '/security']]) {
    rows.push(await look(person, name, path));
  }

  print(rows);
  return rows.some(row => row.wrong.length > 0);
}

// Lighthouse multiplies what the processor took by four, so a machine that is busy elsewhere says little: a page that falls short is looked at again.
async function look(page, name, path) {
  let best;
  for (let tries = 0; tries < 3 && !(best?.wrong.length === 0); tries++) {
    const row = await lookOnce(page, name, path);
    if (best === undefined || row.wrong.length < best.wrong.length || (row.wrong.length === best.wrong.length && row.paint < best.paint)) best = row;
  }
  return best;
}

async function lookOnce(page, name, path) {
  // The server has shown it before, the browser has not.
  await page.goto(site + path);
  // Signed in, but as if for the first time: nothing is kept of pages seen before.
  const wire = await page.createCDPSession();
  await wire.send('Network.clearBrowserCache');
  await wire.detach();
  const { lhr } = await lighthouse(site + path, { onlyCategories: ['performance', 'accessibility', 'best-practices'], disableStorageReset: true, logLevel: 'error' }, undefined, page);
  const points = id => Math.round((lhr.categories[id].score ?? 0) * 100);
  const requests = lhr.audits['network-requests'].details.items;
  const row = {
    name,
    performance: points('performance'), accessibility: points('accessibility'), practices: points('best-practices'),
    requests: requests.length, kilobytes: requests.reduce((sum, one) => sum + one.transferSize, 0) / 1000,
    paint: lhr.audits['largest-contentful-paint'].numericValue, wrong: [],
  };
  const finalPath = new URL(lhr.finalDisplayedUrl).pathname;
  if (finalPath !== path.split('?')[0]) row.wrong.push(`ended at ${finalPath}`);
  for (const [what, value] of [['performance', row.performance], ['accessibility', row.accessibility], ['best practices', row.practices]]) {
    if (!(value >= least)) row.wrong.push(`${what} ${value}`);
  }
  if (row.requests > mostRequests) row.wrong.push(`${row.requests} requests`);
  if (!(row.kilobytes < mostKilobytes)) row.wrong.push(`${row.kilobytes.toFixed(1)} kB`);
  if (!(row.paint < longestPaint)) row.wrong.push(`largest paint after ${Math.round(row.paint)} ms`);
  row.findings = Object.values(lhr.categories).flatMap(category => category.auditRefs)
    .filter(ref => ref.weight > 0 && lhr.audits[ref.id].score !== null && lhr.audits[ref.id].score < 0.9).map(ref => `${ref.id}: ${lhr.audits[ref.id].displayValue ?? lhr.audits[ref.id].title}`);
  return row;
}

function print(rows) {
  const heads = ['page', 'performance', 'accessibility', 'best practices', 'requests', 'kB', 'largest paint'];
  const cells = rows.map(row => [row.name, row.performance, row.accessibility, row.practices, row.requests, row.kilobytes.toFixed(1), `${Math.round(row.paint)} ms`].map(String));
  const widths = heads.map((head, column) => Math.max(head.length, ...cells.map(row => row[column].length)));
  for (const row of [heads, ...cells]) console.log(row.map((cell, column) => column ? cell.padStart(widths[column]) : cell.padEnd(widths[column])).join('  '));
  for (const row of rows) {
    if (row.wrong.length > 0) console.log(`\n${row.name} falls short: ${row.wrong.join(', ')}`);
    if (row.findings.length > 0) console.log(`${row.wrong.length > 0 ? '' : '\n'}${row.name}: ${row.findings.join('; ')}`);
  }
}

async function makeAccount(page) {
  await page.goto(site + '/sign-up');
  await page.type('#name', 'Ada Example');
  await page.type('#mail', mail);
  await page.type('#new-password', password);
  await press(page, 'main form button.main');
  for (let tries = 0; tries < 50; tries++) {
    await page.goto(site + '/dev/mail');
    if (await page.$('main tbody a')) break;
    await pause(200);
  }
  await press(page, 'main tbody a');
  await press(page, 'main a.button');
  if (await page.$('main form #password')) await page.type('main form #password', password);
  await press(page, 'main form button');
  await page.goto(site + '/security');
  if (new URL(page.url()).pathname !== '/security') {
    await page.type('#mail', mail);
    await page.type('#password', password);
    await press(page, 'main form button.main');
  }
}

// One device that is linked, so that the list of devices has something to show.
async function link(page) {
  const asked = await ask();
  await enter(page, asked);
  await pause(1200);
  await press(page, 'button[value=yes]');
  await post('/oauth/token', { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', client_id: 'demo-tv', device_code: asked.device_code });
}

async function enter(page, asked) {
  await page.goto(site + '/link');
  await page.type('#code', asked.user_code);
  await press(page, 'main form button.main');
  await page.waitForFunction(() => location.pathname === '/link/review');
}

function ask() {
  return post('/oauth/device', { client_id: 'demo-tv', device_name: 'Living room' });
}

async function post(path, fields) {
  const answer = await fetch(site + path, { method: 'POST', body: new URLSearchParams(fields) });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

function press(page, selector) {
  return Promise.all([page.waitForNavigation(), page.$eval(selector, one => one.click())]);
}

function pause(milliseconds) {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}

async function untilReady() {
  for (let tries = 0; tries < 150; tries++) {
    if (server.exitCode !== null) throw new Error('The server did not start.');
    if (await fetch(site + '/health/ready').then(answer => answer.ok, () => false)) return;
    await pause(200);
  }
  throw new Error('The server was not ready within thirty seconds.');
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
