// SPDX-License-Identifier: BSL-1.0
// While an app installs: asks until its token request has arrived, then uncovers the app.
'use strict';

const overlay = document.getElementById('overlay');
const state = document.getElementById('install-status');
const words = document.getElementById('overlay-text');

function show(name, text) {
  state.dataset.state = name;
  state.textContent = text;
}

function installed() {
  overlay.remove();
  show('installed', 'Installed');
  for (const link of document.querySelectorAll('#nav-apps a[hidden]')) {
    link.hidden = false;
  }
}

async function poll(begun) {
  let answer = {status: 'waiting'};
  try {
    answer = await (await fetch(overlay.dataset.poll)).json();
  } catch (error) {
    words.textContent = 'The control panel does not answer';
  }
  if (answer.status === 'installed') {
    installed();
    return;
  }
  if (answer.status === 'refused') {
    show('refused', 'Refused');
    overlay.classList.add('failed');
    words.textContent = 'The token endpoint refused: ' + answer.message;
  } else if (Date.now() - begun > 15000) {
    overlay.classList.add('failed');
    words.textContent = 'The app has not asked for its token yet. What it says is below.';
  }
  setTimeout(poll, 400, begun);
}

if (overlay) {
  poll(Date.now());
}
