// Types LINKCODE_USER_CODE, exactly as given, into the page at LINKCODE_VERIFICATION_URI and approves or denies it.
// Usage: node decide.mjs approve|deny
// When LINKCODE_REVIEW_PAGE names a file, the page that asks for the decision is written there.
import { writeFile } from 'node:fs/promises';

const decision = process.argv[2];
const { LINKCODE_USER_CODE: code, LINKCODE_VERIFICATION_URI: address, LINKCODE_REVIEW_PAGE: reviewFile } = process.env;
if (!code || !address || !['approve', 'deny'].includes(decision)) {
  console.error('usage: LINKCODE_USER_CODE=… LINKCODE_VERIFICATION_URI=… node decide.mjs approve|deny');
  process.exit(2);
}

const cookies = new Map();

async function visit(url, form) {
  for (let hop = 0; hop < 10; hop++) {
    const answer = await fetch(url, {
      method: form ? 'POST' : 'GET',
      body: form,
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '), accept: 'text/html' },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value) cookies.set(name, value);
      else cookies.delete(name);
    }
    if (answer.status < 300 || answer.status > 399) return { answer, url, html: await answer.text() };
    url = new URL(answer.headers.get('location'), url).href;
    form = undefined;
  }
  throw new Error('too many redirects');
}

const hidden = (html) => /name="xsrf" value="([^"]+)"/.exec(html)?.[1];

const entry = await visit(address);
const review = await visit(entry.url, new URLSearchParams({ xsrf: hidden(entry.html) ?? '', user_code: code }));
if (!review.html.includes('value="yes"') && !review.html.includes('name="confirm"')) {
  console.error('the page did not take the code');
  process.exit(1);
}
if (reviewFile) await writeFile(reviewFile, review.html);

const said = { xsrf: hidden(review.html) ?? '', user_code: code, [decision === 'approve' ? 'confirm' : 'abort']: 'yes' };
const end = await visit(review.url, new URLSearchParams(said));
const expected = decision === 'approve' ? /Sign-in Success/i : /aborted|interrupted/i;
if (!expected.test(end.html)) {
  console.error(`the page answered ${end.answer.status} without saying that it was decided`);
  process.exit(1);
}
