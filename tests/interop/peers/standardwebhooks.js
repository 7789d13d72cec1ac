// SPDX-License-Identifier: BSL-1.0
// Signs and verifies deliveries with the npm package standardwebhooks, which takes base64 of the key.
'use strict';
const { serve, bytes, package: load } = require('./lines.js');
const { Webhook } = load('standardwebhooks');

const hook = (question) => new Webhook(bytes(question.secret).toString('base64'));
const body = (question) => bytes(question.body).toString();

serve({
  sign(question) {
    return { signature: hook(question).sign(question.id, new Date(question.at * 1000), body(question)) };
  },
  verify(question) {
    Date.now = () => question.now * 1000;
    hook(question).verify(body(question), question.headers, { jsonParse: false });
    return {};
  },
});
