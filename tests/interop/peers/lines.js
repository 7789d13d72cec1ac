// SPDX-License-Identifier: BSL-1.0
// One JSON object a line in, one out. Packages are those under the current folder.
'use strict';
const { createRequire } = require('module');
const { createInterface } = require('readline');

exports.package = (name) => createRequire(process.cwd() + '/')(name);

// What a package throws is its refusal; a slip of our own must not pass for one.
exports.serve = async (answers) => {
  for await (const line of createInterface({ input: process.stdin })) {
    const question = JSON.parse(line);
    let answer;
    try {
      answer = { ok: true, ...(await answers[question.do](question)) };
    } catch (error) {
      if (error instanceof TypeError || error instanceof ReferenceError) throw error;
      answer = { ok: false, error: String(error.message) };
    }
    process.stdout.write(JSON.stringify(answer) + '\n');
  }
};

exports.bytes = (digits) => Buffer.from(digits, 'hex');
exports.json = (question) => JSON.stringify(question.claims, null, question.pretty ? 2 : 0);
exports.query = (name, token) => new URLSearchParams({ [name]: token }).toString();
