// SPDX-License-Identifier: BSL-1.0
// Verifies with the npm package node-bigcommerce. It has no signer; the one here does what its tests do.
'use strict';
const crypto = require('crypto');
const { serve, bytes, json, query, package: load } = require('./lines.js');
const BigCommerce = load('node-bigcommerce');

serve({
  sign(question) {
    const text = json(question);
    const digest = crypto.createHmac('sha256', bytes(question.secret)).update(text).digest('hex');
    const base64 = (part) => Buffer.from(part).toString('base64');
    const token = base64(text) + '.' + base64(digest);
    return { token, query: query('signed_payload', token) };
  },
  verify(question) {
    return { claims: new BigCommerce({ secret: bytes(question.secret) }).verify(question.token) };
  },
});
