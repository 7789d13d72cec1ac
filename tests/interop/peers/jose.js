// SPDX-License-Identifier: BSL-1.0
// Signs and verifies with the npm package jose.
'use strict';
const { serve, bytes, query, package: load } = require('./lines.js');
const jose = load('jose');

serve({
  async sign(question) {
    const header = question.typ ? { typ: question.typ } : {};
    const token = await new jose.SignJWT(question.claims)
      .setProtectedHeader({ alg: question.alg, ...header })
      .sign(bytes(question.secret));
    return { token, query: query('signed_payload_jwt', token) };
  },
  async verify(question) {
    const { payload } = await jose.jwtVerify(question.token, bytes(question.secret), {
      algorithms: question.algs,
      audience: question.audience,
      issuer: question.issuer,
      currentDate: new Date(question.at * 1000),
      clockTolerance: question.leeway,
    });
    return { claims: payload };
  },
  async verify_login(question) {
    const { payload } = await jose.jwtVerify(question.token, bytes(question.secret), {
      algorithms: ['HS256'],
      typ: 'JWT',
      issuer: question.issuer,
      maxTokenAge: question.max_age,
      requiredClaims: ['jti', 'operation', 'store_hash', 'customer_id'],
      currentDate: new Date(question.at * 1000),
    });
    return { claims: payload };
  },
});
