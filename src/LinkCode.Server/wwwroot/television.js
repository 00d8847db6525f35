// A test television: the device side of RFC 8628 as any app would write it, with nothing but fetch.
const screen = document.getElementById('screen');
const client = screen.dataset.client;
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
const longestWait = 30, slowestRetry = 60, mostRenewals = 3;
let server, tokens, current, run = 0;

class Refusal extends Error {
  constructor(body, waited) {
    super(body.error_description ?? body.error);
    Object.assign(this, { code: body.error, interval: body.interval, status: body.link_status, left: body.expires_in, waited });
  }
}
class Trouble extends Error {
  constructor(retryAfter) { super('no answer'); this.retryAfter = retryAfter; }
}

const words = Object.fromEntries([...document.getElementById('words').content.querySelectorAll('[data-word]')].map(word => [word.dataset.word, word.textContent]));
const say = (word, n) => words[word].replace('{n}', n);
const pause = seconds => new Promise(done => setTimeout(done, seconds * 1000));

function show(name, values = {}) {
  const part = document.getElementById(name).content.cloneNode(true);
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
  screen.className = '';
  screen.replaceChildren(part);
  for (const button of screen.querySelectorAll('[data-do]')) button.addEventListener('click', doings[button.dataset.do]);
  screen.querySelector('[data-do=start]')?.focus();
}

// ---- the wire
async function call(address, options) {
  let answer;
  try { answer = await fetch(address, { cache: 'no-store', credentials: 'omit', ...options }); } catch { throw new Trouble(); }
  if (answer.status === 429 || answer.status >= 500) throw new Trouble(Number(answer.headers.get('Retry-After')) || undefined);
  const text = await answer.text();
  let body = {};
  try { body = text ? JSON.parse(text) : {}; } catch { throw new Trouble(); }
  if (!answer.ok) throw new Refusal({ error: `http_${answer.status}`, ...body }, answer.headers.has('Preference-Applied'));
  return body;
}
const post = (address, form, headers = {}) => call(address, { method: 'POST', body: new URLSearchParams({ client_id: client, ...form }), headers });

// Tries until there is an answer: longer pauses each time, never all devices at once. The first failure passes unseen.
async function insist(mine, work, back) {
  for (let failures = 0; ; failures++) {
    try {
      const answer = await work();
      if (failures > 1) back?.();
      return answer;
    } catch (error) {
      if (!(error instanceof Trouble) || mine !== run) {
        if (failures > 1 && mine === run) back?.();
        throw error;
      }
      let wait = Math.ceil(error.retryAfter ?? Math.min(2 ** failures, slowestRetry) * (.75 + Math.random() / 2));
      for (; wait > 0 && mine === run; wait--) {
        if (failures > 0) show('offline', { seconds: wait });
        await pause(1);
      }
      if (mine !== run) throw error;
    }
  }
}

const base64Url = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

// Browsers hash only on https and localhost; on a plain address in the home network the flow runs without the proof.
async function proof() {
  if (!crypto.subtle) return undefined;
  const verifier = base64Url(crypto.getRandomValues(new Uint8Array(32)));
  return { verifier, challenge: base64Url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))) };
}

async function ask() {
  server ??= await call(screen.dataset.discovery);
  const pkce = await proof();
  const body = await post(server.device_authorization_endpoint, {
    device_name: screen.dataset.name, device_type: 'tv',
    ...(pkce && { code_challenge: pkce.challenge, code_challenge_method: 'S256' }),
  });
  // Only the length of time counts: the clock of a device may be wrong.
  return { ...body, verifier: pkce?.verifier, interval: body.interval ?? 5, from: performance.now(), whole: body.expires_in };
}

const left = code => Math.max(0, code.expires_in - (performance.now() - code.from) / 1000);

// ---- the screen with the code
function showCode(code, isRenewed) {
  show('code');
  const address = screen.querySelector('.address');
  address.textContent = (code.verification_uri ?? code.verification_url).replace(/^https?:\/\//, '');
  address.classList.toggle('long', address.textContent.length > 22);
  const box = screen.querySelector('.code');
  box.classList.toggle('long', code.user_code.length > 9);
  box.querySelector('.seen').textContent = code.user_code;
  box.querySelector('.spoken').textContent = ` (${[...code.user_code].filter(letter => /\w/.test(letter)).join(', ')})`;
  const picture = screen.querySelector('.qr img');
  if (code.verification_uri_complete) {
    picture.src = `/link/qr?code=${encodeURIComponent(code.user_code)}`;
    picture.alt = picture.alt.replace('{address}', code.verification_uri).replace('{code}', code.user_code);
  } else {
    picture.parentElement.remove();
  }
  code.say = code.verification_uri_complete ? 'type' : 'onlyType';
  if (isRenewed) code.say = 'renewed';
  tick(code);
}

function tick(code) {
  const line = screen.querySelector('progress');
  if (!line) return;
  const seconds = Math.ceil(left(code)), isLast = seconds < 60;
  line.max = code.whole;
  line.value = seconds;
  screen.classList.toggle('last', isLast);
  put('.say', words[code.isClaimed ? 'claimed' : isLast ? 'last' : code.say]);
  put('.left', code.isClaimed ? '' : isLast ? say('seconds', seconds) : seconds < 90 ? words.minute : say('minutes', Math.round(seconds / 60)));
}

function put(where, text) {
  const place = screen.querySelector(where);
  if (place.textContent !== text) place.textContent = text;
}

// ---- waiting for the yes
async function poll(mine, code) {
  const form = { grant_type: deviceGrant, device_code: code.device_code, ...(code.verifier && { code_verifier: code.verifier }) };
  for (let wait = 0; mine === run;) {
    await pause(Math.min(wait, left(code)));
    if (mine !== run) return undefined;
    const isLast = left(code) <= 0;
    try {
      return await insist(mine, () => post(server.token_endpoint, form, { Prefer: `wait=${longestWait}` }), () => showCode(code));
    } catch (error) {
      wait = after(error, code);
      if (isLast && left(code) <= 0) return undefined;
    }
  }
  return undefined;
}

// How long to wait after an answer that was no yes; what is final goes on up.
function after(error, code) {
  if (error.code === 'slow_down') return code.interval = error.interval ?? code.interval + 5;
  if (error.code !== 'authorization_pending') throw error;
  code.isClaimed = error.status === 'claimed';
  if (error.left) { code.expires_in = error.left; code.from = performance.now(); code.whole = Math.max(code.whole, error.left); }
  tick(code);
  return error.waited ? 0 : code.interval;
}

async function start() {
  const mine = ++run;
  cancel();
  show('asking');
  try {
    for (let renewals = 0; renewals <= mostRenewals; renewals++) {
      const code = current = await insist(mine, ask);
      if (mine !== run) return;
      showCode(code, renewals > 0);
      const clock = setInterval(() => mine === run && current === code ? tick(code) : clearInterval(clock), 1000);
      const answer = await poll(mine, code).catch(error => { if (error.code === 'expired_token' || error.code === 'invalid_grant') return undefined; throw error; });
      clearInterval(clock);
      if (mine !== run) return;
      current = undefined;
      if (answer) { tokens = answer; await linked(mine); return; }
    }
    show('expired');
  } catch (error) {
    if (mine !== run) return;
    current = undefined;
    if (error.code === 'access_denied') show('denied'); else show('refused', { reason: error.message });
  }
}

// ---- linked
const userInfo = () => call(server.userinfo_endpoint, { headers: { Authorization: `Bearer ${tokens.access_token}` } });

async function linked(mine) {
  const person = await insist(mine, userInfo);
  show('linked', { name: person.name });
  const heading = screen.querySelector('h1');
  if (!person.name) heading.textContent = heading.dataset.nameless;
  while (mine === run) {
    await pause(5);
    if (mine !== run || document.hidden) continue;
    try { await userInfo(); } catch (error) {
      if (error instanceof Refusal && !await refreshed(mine)) return;
    }
  }
}

// A refused access token is either old or the device was removed: the refresh tells.
async function refreshed(mine) {
  try {
    tokens = { ...tokens, ...await post(server.token_endpoint, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token }) };
    return true;
  } catch (error) {
    if (error instanceof Trouble) return true;
    if (mine === run) { tokens = undefined; run++; show('removed'); }
    return false;
  }
}

async function signOut() {
  const last = tokens;
  run++;
  tokens = undefined;
  try { if (last) await post(server.revocation_endpoint, { token: last.refresh_token ?? last.access_token }); } catch { /* Signed out here in any case. */ }
  start();
}

// The code dies with the page (X6), so that nobody is asked about a television that is gone.
function cancel() {
  if (current && server?.revocation_endpoint) navigator.sendBeacon(server.revocation_endpoint, new URLSearchParams({ client_id: client, token: current.device_code }));
  current = undefined;
}

const doings = { start, signOut };
addEventListener('pagehide', () => { run++; cancel(); });
addEventListener('pageshow', event => { if (event.persisted) start(); });
start();
