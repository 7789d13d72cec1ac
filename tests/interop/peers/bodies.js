// SPDX-License-Identifier: BSL-1.0
// Reads the body of a token request: URLSearchParams and JSON.parse.
'use strict';
const { serve, bytes } = require('./lines.js');
const hex = (text) => Buffer.from(text).toString('hex');

serve({
  read(question) {
    const text = bytes(question.body).toString();
    const pairs = question.format === 'json'
      ? Object.entries(JSON.parse(text))
      : [...new URLSearchParams(text)];
    return { fields: pairs.map(([name, value]) => [name, hex(value)]) };
  },
});
