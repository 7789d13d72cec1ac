// SPDX-License-Identifier: BSL-1.0
// verify() of the npm package node-bigcommerce, as a process that takes turns with others. The package is the one under
// the current folder.
'use strict';
const { createRequire } = require('module');
const { readFileSync } = require('fs');
const { createInterface } = require('readline');

const BigCommerce = createRequire(process.cwd() + '/')('node-bigcommerce');
const input = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const kind = 'legacy_payload';
const sample = input.kinds[kind];
const app = new BigCommerce({ secret: input.secret });

const refuses = (token) => {
  try {
    app.verify(token);
    return false;
  } catch {
    return true;
  }
};

const claims = app.verify(sample.token);
if (claims.user.id !== sample.user || claims.user.email !== sample.email || !refuses(sample.forged)) {
  throw new Error('node-bigcommerce judges wrongly');
}
console.log(`ready node-bigcommerce ${kind}`);

createInterface({ input: process.stdin }).on('line', (line) => {
  const least = BigInt(line.split(' ')[1]) * 1000000n;
  const begin = process.hrtime.bigint();
  let calls = 0;
  let passed = 0n;
  while (passed < least) {
    for (let i = 0; i < 100; ++i) app.verify(sample.token);
    calls += 100;
    passed = process.hrtime.bigint() - begin;
  }
  console.log(`${calls} ${passed}`);
});
