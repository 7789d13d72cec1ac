// SPDX-License-Identifier: BSL-1.0
// Signs and verifies with the npm package jsonwebtoken.
'use strict';
const { serve, bytes, query, package: load } = require('./lines.js');
const jwt = load('jsonwebtoken');

serve({
  sign(question) {
    const header = question.typ ? { typ: question.typ } : { typ: undefined };
    const options = { algorithm: question.alg, header };
    const token = jwt.sign(question.claims, bytes(question.secret), options);
    return { token, query: query('signed_payload_jwt', token) };
  },
  verify(question) {
    const claims = jwt.verify(question.token, bytes(question.secret), {
      algorithms: question.algs,
      audience: question.audience,
      issuer: question.issuer,
      clockTimestamp: question.at,
      clockTolerance: question.leeway,
    });
    return { claims };
  },
  verify_login(question) {
    const { header, payload } = jwt.verify(question.token, bytes(question.secret), {
      algorithms: ['HS256'],
      issuer: question.issuer,
      maxAge: question.max_age,
      clockTimestamp: question.at,
      complete: true,
    });
    if (header.typ !== 'JWT') throw new Error('another typ');
    return { claims: payload };
  },
});
