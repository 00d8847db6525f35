// What scripts add to the pages of a link: grouping while typing, and news of the device. Everything works without them.
const letters = /^[BCDFGHJKLMNPQRSTVWXZ]+$/i, digits = /^\d+$/;

// WDJB-MJHT, 123 456 789: as screens show it, and only while typing at the end, so that the caret never jumps.
function group(bare) {
  if (digits.test(bare)) return bare.match(/.{1,3}/g).join(' ');
  const size = bare.length === 9 || bare.length === 10 ? 5 : 4;
  return bare.toUpperCase().match(new RegExp(`.{1,${size}}`, 'g')).join('-');
}

const field = document.querySelector('input#code');
field?.addEventListener('input', event => {
  const isAtEnd = field.selectionStart === field.value.length, isTyping = event.inputType === 'insertText' && !event.isComposing;
  const bare = field.value.replace(/[\s-]/g, '');
  if (isAtEnd && isTyping && bare.length <= 12 && (letters.test(bare) || digits.test(bare))) field.value = group(bare);
});

// The review is open: its code stays this account's. When it is over, the page that says how.
const review = document.querySelector('form[data-keep]');
if (review) {
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(review.dataset.keep, { method: 'POST', body: new URLSearchParams(new FormData(review)), redirect: 'error' });
      const state = await answer.json();
      if (!state.open) location.replace(state.next);
    } catch { /* Without news the page stays as it is; the next beat or the buttons tell. */ }
  }, 45000);
}

// A yes is on its way: look until the device has it, more slowly after a minute, ten minutes long.
const waiting = document.querySelector('[data-status]');
if (waiting) {
  const began = performance.now();
  const look = async () => {
    try {
      const answer = await fetch(waiting.dataset.status, { cache: 'no-store', redirect: 'error' });
      const { stage } = await answer.json();
      if (stage !== waiting.dataset.stage) { location.reload(); return; }
    } catch { /* The next look may fare better. */ }
    const age = performance.now() - began;
    if (age < 600000) setTimeout(look, document.hidden || age > 60000 ? 5000 : 1000);
  };
  setTimeout(look, 700);
}
