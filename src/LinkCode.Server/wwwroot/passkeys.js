// What scripts add where passkeys are: browsers speak with them by script alone. What is said and where it goes stands in the page.
const json = { 'Content-Type': 'application/json' };

// base64url, for browsers that cannot read and write the JSON of passkeys by themselves.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const named = list => list?.map(one => ({ ...one, id: bytes(one.id) }));

function read(question, makes) {
  const way = makes ? 'parseCreationOptionsFromJSON' : 'parseRequestOptionsFromJSON';
  if (PublicKeyCredential[way]) return PublicKeyCredential[way](question);
  const shared = { ...question, challenge: bytes(question.challenge) };
  return makes
    ? { ...shared, user: { ...question.user, id: bytes(question.user.id) }, excludeCredentials: named(question.excludeCredentials) }
    : { ...shared, allowCredentials: named(question.allowCredentials) };
}

function write(credential) {
  if (credential.toJSON) return JSON.stringify(credential);
  const { id, type, rawId, response } = credential, said = { clientDataJSON: text(response.clientDataJSON) };
  for (const part of ['attestationObject', 'authenticatorData', 'signature', 'userHandle']) if (response[part]) said[part] = text(response[part]);
  if (response.getTransports) said.transports = response.getTransports();
  return JSON.stringify({ id, type, rawId: text(rawId), response: said, clientExtensionResults: credential.getClientExtensionResults() });
}

// The server draws the question; null when what was typed has to be put right first.
async function ask(form) {
  const typed = { name: form.elements.name?.value, mail: form.elements.mail?.value, key: form.elements.key?.value };
  const answer = await fetch(form.dataset.ask, { method: 'POST', headers: { ...json, 'X-Check': form.elements.check.value }, body: JSON.stringify(typed), redirect: 'error' });
  if (answer.status === 422) return null;
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

function send(form, credential) {
  form.elements.passkey.value = credential;
  form.submit();
}

function tell(form, what) {
  const trouble = form.querySelector('[data-passkey-trouble]');
  trouble.hidden = !what;
  trouble.querySelector('span').textContent = what ? trouble.dataset[what] : '';
}

// While the page waits for a choice in a field, no other question can be asked.
let waiting;
async function offerWhileTyping(form) {
  if (!await PublicKeyCredential.isConditionalMediationAvailable?.()) return;
  const own = waiting = new AbortController();
  try {
    const credential = await navigator.credentials.get({ publicKey: read(await ask(form), false), mediation: 'conditional', signal: own.signal });
    if (waiting === own) send(form, write(credential));
  } catch { /* Nothing was chosen, or the button was pressed instead. */ }
}

async function go(form) {
  const makes = form.dataset.passkey === 'make', button = form.querySelector('[data-passkey-button]');
  waiting?.abort();
  waiting = null;
  tell(form, null);
  button.disabled = true;
  try {
    const question = await ask(form);
    const publicKey = question && read(question, makes);
    send(form, !question ? '{}' : write(await (makes ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }))));
  } catch (error) {
    // Whoever closes the browser's window has changed their mind, and needs no words about it.
    if (error.name !== 'NotAllowedError' && error.name !== 'AbortError') tell(form, error.name === 'InvalidStateError' ? 'twice' : 'failed');
    button.disabled = false;
    if (form.dataset.whileTyping) offerWhileTyping(form);
  }
}

if (window.PublicKeyCredential && navigator.credentials) {
  document.querySelectorAll('[data-passkeys]').forEach(field => { field.value = 'yes'; });
  document.querySelectorAll('[data-passkeys-none]').forEach(words => { words.hidden = true; });
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    const button = form.querySelector('[data-passkey-button]');
    form.hidden = false;
    form.querySelectorAll('[data-passkeys-only]').forEach(part => { part.hidden = false; });
    button.disabled = false;
    if (form.dataset.first) {
      form.querySelector('.main')?.classList.remove('main');
      button.classList.add('main');
    }
    form.addEventListener('submit', event => {
      // Enter in a field of the password means the password.
      if (event.submitter !== button || document.activeElement?.type === 'password') return;
      event.preventDefault();
      go(form);
    });
    if (form.dataset.whileTyping) {
      // A question is good for five minutes.
      const offer = () => { waiting?.abort(); offerWhileTyping(form); };
      offer();
      setInterval(() => { if (waiting && !document.hidden) offer(); }, 240000);
    }
  }
  // A page that comes back out of the browser's memory begins anew.
  addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
}
