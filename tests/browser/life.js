// SPDX-License-Identifier: BSL-1.0
// life.js CHROMIUM PLATFORM_PORT APP_PORT SCREENSHOTS: an app's life as people see it, on two sites.
'use strict';

const assert = require('node:assert');
const {chromium} = require('playwright-core');

const [executablePath, platformPort, appPort, folder] = process.argv.slice(2);
const panel = `http://cp.localhost:${platformPort}`;
const shop = `http://shop.localhost:${platformPort}`;
const app = `http://app.localhost:${appPort}`;
const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

const on = (where, name, more = '') => where.locator(`[data-test=${name}]${more}`);
const frameOf = (page) => page.frameLocator('[data-test=app-frame]');

async function text(where, name, wanted) {
  await on(where, name).filter({hasText: wanted}).first().waitFor();
}

async function logIn(browser, user) {
  const context = await browser.newContext({viewport: {width: 1280, height: 760}});
  context.setDefaultTimeout(20000);
  const page = await context.newPage();
  page.on('pageerror', (error) => console.log('script error:', error.message));
  await page.goto(panel);
  await on(page, 'login', `[data-user="${user}"]`).click();
  await page.waitForURL(panel + '/apps');
  return page;
}

// What that address gets at the door for uninstalling.
async function turnedIntoUninstall(seen, address) {
  const page = await seen.second.context().newPage();
  const answer = await page.goto(address.replace('/load?', '/uninstall?'));
  await page.close();
  return answer.status();
}

const shot = (page, name) => page.screenshot({path: `${folder}/${name}.png`});

const steps = {
  async 'the owner installs it, and its page shows in the frame'(seen) {
    seen.owner = await logIn(seen.browser, 9128);
    await on(seen.owner, 'install').click();
    await on(seen.owner, 'confirm-install').click();
    await on(seen.owner, 'install-status', '[data-state=installed]').waitFor();
    assert.strictEqual(await on(seen.owner, 'overlay').count(), 0);
    const frame = frameOf(seen.owner);
    await text(frame, 'said', 'installed in this store');
    await text(frame, 'role', 'Store owner');
    await text(frame, 'email', 'mara@harbour.example.com');
    assert.ok(await on(frame, 'scope').count() >= 2);
    await on(seen.owner, 'nav-app').waitFor();
  },

  async 'the session is a cookie of the frame alone, and is kept'(seen) {
    const kept = (await seen.owner.context().cookies(app)).filter((one) => one.name === 'bcauth');
    assert.strictEqual(kept.length, 1);
    const [{secure, httpOnly, sameSite, path}] = kept;
    assert.deepStrictEqual({secure, httpOnly, sameSite, path},
      {secure: true, httpOnly: true, sameSite: 'None', path: '/'});
    const inside = seen.owner.frames().find((one) => one.url().startsWith(app));
    assert.strictEqual(inside.url(), app + '/?said=installed', 'a code stayed in the address');
    await inside.goto(app + '/');
    await text(frameOf(seen.owner), 'role', 'Store owner');
  },

  async 'at a site of its own, the app knows nobody'(seen) {
    const page = await seen.owner.context().newPage();
    const answer = await page.goto(app + '/');
    assert.strictEqual(answer.status(), 401);
    await text(page, 'refusal', 'unauthenticated');
    await page.close();
  },

  async 'nobody else may frame it'(seen) {
    const page = await seen.owner.context().newPage();
    await page.goto(shop);
    await page.evaluate((address) => new Promise((done) => {
      const frame = document.createElement('iframe');
      frame.onload = done;
      frame.src = address;
      document.body.append(frame);
    }), app + '/');
    const inside = page.frames().find((one) => one.parentFrame());
    assert.strictEqual(await inside.locator('[data-test]').count(), 0);
    await page.close();
  },

  async 'the owner gives a shopper points'(seen) {
    const frame = frameOf(seen.owner);
    for (const [customer, points] of [['4927', '120'], ['4928', '340'], ['4929', '85']]) {
      await on(frame, 'customer').fill(customer);
      await on(frame, 'points').fill(points);
      await on(frame, 'give').click();
      await text(frame, 'balance', `Customer ${customer}${points}`);
    }
    await text(frame, 'said', 'were given');
    await shot(seen.owner, 'owner');
    await seen.owner.emulateMedia({colorScheme: 'dark'});
    await shot(seen.owner, 'owner-dark');
    await seen.owner.emulateMedia({colorScheme: 'light'});
  },

  async 'the shopper sees them at the storefront, and spends some'(seen) {
    const page = await seen.owner.context().newPage();
    await page.goto(shop);
    await text(page, 'loyalty', 'Sign in to see your points.');
    await on(page, 'shop-login').click();
    await on(page, 'shop-sign-in', '[data-customer="4927"]').click();
    await page.goto(shop);
    await text(page, 'loyalty', 'You have 120 points.');
    await shot(page, 'shopper');
    await on(page, 'redeem').click();
    await text(page, 'loyalty', 'You have 70 points.');
    seen.shopper = page;
  },

  async 'a second person is added and opens it, not as owner'(seen) {
    await seen.owner.goto(panel + '/apps');
    await on(seen.owner, 'users').first().click();
    await on(seen.owner, 'user', '[data-user="9129"]').locator('[data-test=add-user]').click();
    await text(seen.owner, 'flash', 'may open');
    seen.second = await logIn(seen.browser, 9129);
    await on(seen.second, 'nav-app').click();
    await text(frameOf(seen.second), 'role', 'Member of staff');
    await text(frameOf(seen.second), 'email', 'idris@harbour.example.com');
    await shot(seen.second, 'second-person');
  },

  async 'the address of a load that was answered uninstalls nothing'(seen) {
    const asked = seen.second.waitForRequest((one) => one.url().startsWith(app + '/load?'));
    await on(seen.second, 'nav-app').click();
    await text(frameOf(seen.second), 'role', 'Member of staff');
    assert.strictEqual(await turnedIntoUninstall(seen, (await asked).url()), 401);
  },

  async 'nor does that of a load that was stopped on its way'(seen) {
    const address = await new Promise((done, fail) => {
      seen.second.route((url) => url.pathname === '/load', async (route) => {
        await route.abort();
        done(route.request().url());
      }).then(() => on(seen.second, 'nav-app').click()).catch(fail);
    });
    await seen.second.unrouteAll();
    assert.strictEqual(await turnedIntoUninstall(seen, address), 403);
    await on(seen.second, 'nav-app').click();
    await text(frameOf(seen.second), 'role', 'Member of staff');
  },

  async 'the second person is removed and is refused'(seen) {
    await on(seen.owner, 'user', '[data-user="9129"]').locator('[data-test=remove-user]').click();
    await text(seen.owner, 'flash', 'may no longer open');
    const inside = seen.second.frames().find((one) => one.url().startsWith(app));
    await inside.goto(app + '/');
    await text(frameOf(seen.second), 'refusal', 'forbidden');
  },

  async 'it is uninstalled, and gone from panel and storefront'(seen) {
    await seen.owner.goto(panel + '/apps');
    await on(seen.owner, 'uninstall').click();
    await text(seen.owner, 'flash', 'is uninstalled');
    assert.strictEqual(await on(seen.owner, 'nav-app').count(), 0);
    await shot(seen.owner, 'uninstalled');
    await seen.shopper.goto(shop);
    assert.strictEqual(await on(seen.shopper, 'loyalty').count(), 0);
  },
};

async function main() {
  const browser = await chromium.launch({executablePath, headless: true, args: flags});
  const seen = {browser};
  let last = null;
  try {
    for (const [name, step] of Object.entries(steps)) {
      last = name;
      await step(seen);
      console.log('  ok      ' + name);
    }
  } catch (error) {
    console.log(`  FAILED  ${last}: ${error.message}`);
    process.exitCode = 1;
    if (seen.owner) {
      await shot(seen.owner, 'failed').catch(() => {});
    }
  } finally {
    await browser.close();
  }
}

main().catch((error) => {
  console.log(`  FAILED  start: ${error.message}`);
  process.exitCode = 1;
});
