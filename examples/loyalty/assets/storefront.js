// SPDX-License-Identifier: BSL-1.0
// On every storefront page: asks the store who the shopper is, and the app what that shopper has.
// The token is asked for each time and kept nowhere, since another shopper may sign in here next.
'use strict';

(() => {
  const script = document.currentScript;
  const app = new URL(script.src).origin;
  const {clientId, store} = script.dataset;
  const slot = document.getElementById('app-slot');

  function show(text, button) {
    const line = document.createElement('p');
    line.dataset.test = 'loyalty';
    line.textContent = text;
    slot.replaceChildren(line, ...(button ? [button] : []));
  }

  async function call(path, options) {
    const token = await fetch('/customer/current.jwt?app_client_id=' + encodeURIComponent(clientId));
    if (!token.ok) {
      return null;
    }
    const answer = await fetch(app + path + '?store=' + store, {
      ...options, headers: {Authorization: 'Bearer ' + await token.text()},
    });
    if (!answer.ok && answer.status !== 409) {
      throw new Error(String(answer.status));
    }
    return answer.ok ? answer.json() : {};
  }

  function redeemer() {
    const button = document.createElement('button');
    button.dataset.test = 'redeem';
    button.textContent = 'Redeem 50 points';
    button.addEventListener('click', () => {
      const body = new URLSearchParams({points: '50'});
      tell(call('/api/redeem', {method: 'POST', body}));
    });
    return button;
  }

  async function tell(answer) {
    try {
      const balance = await answer;
      if (balance === null) {
        show('Sign in to see your points.');
      } else if (balance.points === undefined) {
        show('That is more than you have.', redeemer());
      } else {
        show('You have ' + balance.points + ' points.', balance.points >= 50 ? redeemer() : null);
      }
    } catch (error) {
      show('Your points can not be shown now.');
    }
  }

  if (slot) {
    slot.classList.add('card');
    tell(call('/api/balance'));
  }
})();
