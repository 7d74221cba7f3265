// Taking a quiz: shows one question at a time, saves each answer as it is given, keeps what could not be sent in a journal on the device
// and sends it, in order, when the connection is back. Without this script the form posts everything and works all the same.
(() => {
  const form = document.getElementById('quiz');
  if (!form) return;
  const say = form.dataset;
  const cards = [...form.querySelectorAll('.question')];
  const banner = document.getElementById('offline');
  const device = form.elements.device.value;
  const token = form.elements.__RequestVerificationToken.value;
  const slotOf = card => Number(card.dataset.slot);
  const cardOf = slot => document.getElementById(`q-${slot}`);
  const inputs = card => [...card.querySelectorAll(`[name="a-${card.dataset.slot}"], [name^="a-${card.dataset.slot}-"]`)];
  const hidden = (name, slot) => form.elements[`${name}-${slot}`];

  // --- the journal: answers not yet acknowledged, oldest first ---
  const key = `quiz:${say.attempt}`;
  let journal = { entries: [], submit: false };
  try { journal = JSON.parse(localStorage.getItem(key)) ?? journal; } catch { /* private mode, or damaged: start empty */ }
  const fieldsOf = entry => entry.fields ?? entry.values.map(v => [`a-${entry.slot}`, v]); // an older journal held the options alone
  const keep = () => {
    try {
      if (journal.entries.length || journal.submit) localStorage.setItem(key, JSON.stringify(journal));
      else localStorage.removeItem(key);
    } catch { /* full or forbidden: the journal lives as long as the page */ }
  };

  // An answer is what its fields would post: pairs of name and value.
  const isTicked = i => i.type === 'radio' || i.type === 'checkbox';
  const values = card => inputs(card).filter(i => isTicked(i) ? i.checked : i.value.trim() !== '').map(i => [i.name, i.value]);
  const show = (card, fields) => {
    inputs(card).forEach(i => {
      if (isTicked(i)) i.checked = fields.some(f => f[0] === i.name && f[1] === i.value);
      else i.value = fields.find(f => f[0] === i.name)?.[1] ?? '';
    });
    card.dispatchEvent(new CustomEvent('kinds:show'));
  };
  const unanswered = () => cards.filter(c => values(c).length === 0).map(slotOf);

  const state = (slot, what) => {
    const line = cardOf(slot).querySelector('[data-state]');
    const dot = form.querySelector(`[data-dot="${slot}"]`);
    const answered = values(cardOf(slot)).length > 0;
    line.textContent = what === '' ? '' : say[what];
    line.className = `save-state${what === 'saved' ? ' is-saved' : what === 'failed' || what === 'refused' ? ' is-failed' : ''}`;
    dot.classList.toggle('is-answered', answered);
    dot.classList.toggle('is-unsaved', what === 'failed' || what === 'refused');
    dot.querySelector('[data-dot-state]').textContent = answered ? say.done : say.open;
  };
  const warn = text => {
    banner.hidden = !text;
    if (banner.textContent !== text) banner.textContent = text;
  };

  const recorded = new Map(cards.map(c => [slotOf(c), JSON.stringify(values(c))]));
  const typing = new Map();
  const record = card => {
    const slot = slotOf(card);
    const fields = values(card);
    clearTimeout(typing.get(slot));
    typing.delete(slot);
    if (recorded.get(slot) === JSON.stringify(fields)) return;
    recorded.set(slot, JSON.stringify(fields));
    const last = journal.entries.filter(e => e.slot === slot).at(-1)?.sequence ?? 0;
    const sequence = Math.max(Number(hidden('n', slot).value), last) + 1;
    journal.entries.push({ slot, sequence, device, fields, at: new Date().toISOString() });
    keep();
    state(slot, 'saving');
    send();
  };

  const post = (handler, fields) => fetch(`?handler=${handler}`, {
    method: 'POST', body: fields, redirect: handler === 'Submit' ? 'follow' : 'manual', keepalive: true,
    headers: { RequestVerificationToken: token },
  });

  let sending = false;
  let pause = 1000;
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(send, pause);
    pause = Math.min(pause * 2, 30000);
  };

  // One at a time, in order. Only what the hub has acknowledged leaves the journal.
  async function send() {
    if (sending) return;
    sending = true;
    try {
      while (journal.entries.length > 0) {
        const entry = journal.entries[0];
        const fields = new URLSearchParams({ slot: entry.slot, sequence: entry.sequence, device: entry.device, claimedAt: entry.at });
        fieldsOf(entry).forEach(([name, value]) => fields.append(name, value));
        const answer = await post('Answer', fields);
        if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403 || answer.status === 400) {
          failed(say.signin);
          return;
        }
        if (answer.status >= 500 || answer.status === 429) {
          failed(say.offline);
          return;
        }
        const receipt = answer.status === 200 || answer.status === 409 ? await answer.json() : {};
        journal.entries.shift();
        keep();
        pause = 1000;
        const more = journal.entries.some(e => e.slot === entry.slot);
        if (receipt.outcome === 'counted') {
          hidden('n', entry.slot).value = receipt.sequence;
          hidden('o', entry.slot).value = JSON.stringify(receipt.stored);
          if (!more && !typing.has(entry.slot)) state(entry.slot, 'saved');
        } else if (receipt.outcome === 'stale' && !more) {
          // Another window was later: its answer is the one that counts, so it is the one to show.
          hidden('n', entry.slot).value = receipt.sequence;
          hidden('o', entry.slot).value = JSON.stringify(receipt.stored);
          show(cardOf(entry.slot), receipt.fields);
          recorded.set(entry.slot, JSON.stringify(values(cardOf(entry.slot))));
          state(entry.slot, 'saved');
        } else if (receipt.outcome === 'late') {
          location.reload();
          return;
        } else if (!more) {
          state(entry.slot, 'refused');
        }
      }
      warn('');
      if (journal.submit) await submit();
    } catch {
      failed(journal.submit ? say.waiting : say.offline);
    } finally {
      sending = false;
    }
  }

  function failed(text) {
    new Set(journal.entries.map(e => e.slot)).forEach(slot => state(slot, 'failed'));
    warn(text);
    later();
  }

  // --- submitting, now or when the connection is back ---
  async function submit() {
    const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'));
    fields.set('confirm', 'true');
    const answer = await post('Submit', fields);
    if (answer.status >= 500) throw new Error('the hub could not take it');
    if (answer.status === 400 || new URL(answer.url).pathname !== location.pathname) {
      failed(say.signin);
      return;
    }
    journal.submit = false;
    keep();
    location.replace(location.pathname);
  }
  const handIn = () => {
    journal.submit = true;
    keep();
    if (!navigator.onLine) warn(say.waiting);
    send();
  };

  const dialog = document.getElementById('confirm');
  form.addEventListener('submit', event => {
    if (!event.submitter?.hasAttribute('data-submit')) return;
    event.preventDefault();
    const open = unanswered();
    dialog.querySelector('[data-summary]').textContent = open.length === 0 ? say.all : say.missing.replace('{0}', open.join(say.separator));
    dialog.showModal();
  });
  dialog.querySelector('[data-yes]').addEventListener('click', () => { dialog.close(); handIn(); });
  dialog.querySelector('[data-no]').addEventListener('click', () => {
    dialog.close();
    const open = unanswered();
    if (open.length > 0) go(open[0]);
  });

  // --- one question at a time ---
  const previous = form.querySelector('[data-previous]');
  const next = form.querySelector('[data-next]');
  const last = form.querySelector('[data-submit]');
  let current = 0;
  function go(slot, focus = true) {
    current = Math.max(1, Math.min(cards.length, slot));
    cards.forEach(c => { c.hidden = slotOf(c) !== current; });
    form.querySelectorAll('[data-dot]').forEach(dot => {
      if (Number(dot.dataset.dot) === current) dot.setAttribute('aria-current', 'step');
      else dot.removeAttribute('aria-current');
    });
    previous.disabled = current === 1;
    next.hidden = current === cards.length;
    last.hidden = current !== cards.length;
    history.replaceState(null, '', `#q-${current}`);
    window.scrollTo({ top: 0 });
    if (focus) cardOf(current).focus({ preventScroll: true });
  }
  previous.hidden = false;
  form.querySelector('[data-save]').hidden = true;
  previous.addEventListener('click', () => go(current - 1));
  next.addEventListener('click', () => go(current + 1));
  form.querySelector('.quiz-dots').addEventListener('click', event => {
    const dot = event.target.closest('[data-dot]');
    if (!dot) return;
    event.preventDefault();
    go(Number(dot.dataset.dot));
  });
  form.addEventListener('change', event => {
    const card = event.target.closest('.question');
    if (card) record(card);
  });
  // What is being typed is saved when the typing rests, and at the latest when the page goes.
  form.addEventListener('input', event => {
    const card = event.target.closest('.question');
    if (!card || !event.target.matches('textarea, input[type="text"], input:not([type])')) return;
    clearTimeout(typing.get(slotOf(card)));
    state(slotOf(card), '');
    typing.set(slotOf(card), setTimeout(() => record(card), 1500));
  });
  addEventListener('pagehide', () => [...typing.keys()].forEach(slot => record(cardOf(slot))));

  // --- the clock: shown every second, spoken at five minutes and at one ---
  const clock = document.getElementById('timer');
  if (clock) {
    const end = performance.now() + Number(clock.dataset.seconds) * 1000;
    const spoken = new Set();
    const tick = () => {
      const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      clock.querySelector('[data-clock]').textContent = `${say.left} ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
      clock.classList.toggle('is-short', seconds <= 60);
      for (const minutes of [5, 1]) {
        if (seconds > minutes * 60 || seconds <= minutes * 60 - 30 || spoken.has(minutes)) continue;
        spoken.add(minutes);
        document.getElementById('time-warning').textContent = minutes === 1 ? say.minute : say.minutes.replace('{0}', minutes);
      }
      if (seconds > 0) setTimeout(tick, 1000);
      else handIn();
    };
    tick();
  }

  // --- taking up where one stopped ---
  for (const entry of journal.entries) {
    const card = cardOf(entry.slot);
    if (!card) continue;
    if (entry.sequence > Number(hidden('n', entry.slot).value)) show(card, fieldsOf(entry));
    recorded.set(entry.slot, JSON.stringify(values(card)));
    state(entry.slot, 'failed');
  }
  const asked = Number(/^#q-(\d+)$/.exec(location.hash)?.[1] ?? 0);
  go(asked || unanswered()[0] || cards.length, false);
  addEventListener('online', () => { pause = 1000; send(); });
  addEventListener('offline', () => warn(journal.submit ? say.waiting : say.offline));
  addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
  send();
})();
