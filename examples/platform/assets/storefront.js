// SPDX-License-Identifier: BSL-1.0
// Asks who the shopper is, as an app's script would, and shows what the token says.
'use strict';

const asking = document.getElementById('token-form');

async function ask(event) {
  event.preventDefault();
  const app = document.getElementById('token-app').value;
  const out = document.getElementById('token-out');
  const reply = await fetch('/customer/current.jwt?app_client_id=' + encodeURIComponent(app));
  const text = await reply.text();
  out.hidden = false;
  out.textContent = reply.status + '\n' + text;
  if (reply.ok) {
    const claims = text.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
    out.textContent += '\n\n' + JSON.stringify(JSON.parse(atob(claims)), null, 2);
  }
}

if (asking) {
  asking.addEventListener('submit', ask);
}
