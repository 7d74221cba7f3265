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
  const hidden = (name, slot) => form.elements[`${name}-${slot}`];

  // --- an answer is what its fields would post: pairs of name and value; a-N and its parts, and c-N how sure one is ---
  const inputs = card => [...card.querySelectorAll(`[name="a-${card.dataset.slot}"], [name^="a-${card.dataset.slot}-"], [name="c-${card.dataset.slot}"]`)];
  const isTicked = i => i.type === 'radio' || i.type === 'checkbox';
  const values = card => inputs(card).filter(i => isTicked(i) ? i.checked : i.value.trim() !== '').map(i => [i.name, i.value]);
  const isLocked = card => card.dataset.locked === 'yes'; // checked, so that its answer stands
  const isAnswered = card => isLocked(card) || values(card).some(([name]) => name.startsWith('a-'));
  const unanswered = () => cards.filter(c => !isAnswered(c)).map(slotOf);
  const show = (card, fields) => {
    inputs(card).forEach(i => {
      if (isTicked(i)) i.checked = fields.some(f => f[0] === i.name && f[1] === i.value);
      else i.value = fields.find(f => f[0] === i.name)?.[1] ?? '';
    });
    card.dispatchEvent(new CustomEvent('kinds:show'));
  };

  // --- the journal: what the hub has not acknowledged yet, oldest first. Each answer is a record of its own, so that two tabs never overwrite each other's. ---
  const attempt = say.attempt;
  const done = request => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  async function inDatabase() {
    const open = indexedDB.open('traininghub-quiz', 1);
    open.onupgradeneeded = () => {
      open.result.createObjectStore('answers', { autoIncrement: true }).createIndex('attempt', 'attempt');
      open.result.createObjectStore('submits');
    };
    // In some private modes the request never answers.
    const database = await Promise.race([done(open), new Promise((_, reject) => { setTimeout(() => reject(new Error('no answer')), 2000); })]);
    const table = (name, mode) => database.transaction(name, mode, { durability: 'strict' }).objectStore(name);
    return {
      async entries() {
        const index = table('answers', 'readonly').index('attempt');
        const [found, keys] = await Promise.all([done(index.getAll(attempt)), done(index.getAllKeys(attempt))]);
        return found.map((entry, i) => ({ ...entry, id: keys[i] })).sort((a, b) => a.id - b.id);
      },
      add: entry => done(table('answers', 'readwrite').add({ ...entry, attempt })),
      remove: id => done(table('answers', 'readwrite').delete(id)),
      submits: async () => await done(table('submits', 'readonly').get(attempt)) === true,
      submit: wanted => done(wanted ? table('submits', 'readwrite').put(true, attempt) : table('submits', 'readwrite').delete(attempt)),
    };
  }

  // Where the browser gives no database: its small storage, else the page's own memory.
  function inStorage() {
    const key = `quiz:${attempt}`;
    let kept = { entries: [], submit: false, next: 1 };
    try { kept = { ...kept, ...JSON.parse(localStorage.getItem(key)) }; } catch { /* forbidden or damaged: start empty */ }
    const write = () => {
      try {
        if (kept.entries.length || kept.submit) localStorage.setItem(key, JSON.stringify(kept));
        else localStorage.removeItem(key);
      } catch { /* full or forbidden: the journal lives as long as the page */ }
    };
    return {
      entries: async () => kept.entries,
      async add(entry) {
        const id = kept.next++;
        kept.entries.push({ ...entry, id });
        write();
        return id;
      },
      async remove(id) {
        kept.entries = kept.entries.filter(e => e.id !== id);
        write();
      },
      submits: async () => kept.submit,
      async submit(wanted) {
        kept.submit = wanted;
        write();
      },
    };
  }

  let store;
  let journal = [];
  let wantsToSubmit = false;

  // --- what each answer's line and dot say ---
  const state = (slot, what, reason) => {
    const card = cardOf(slot);
    const line = card?.querySelector('[data-state]');
    const dot = form.querySelector(`[data-dot="${slot}"]`);
    const isBad = what === 'failed' || what === 'refused';
    if (line) {
      line.textContent = what === '' ? '' : what === 'refused' && reason ? `${say.refusedBecause} ${reason}` : say[what];
      line.className = `save-state${what === 'saved' ? ' is-saved' : isBad ? ' is-failed' : ''}`;
    }
    if (!dot || !card) return;
    const answered = isAnswered(card);
    dot.classList.toggle('is-answered', answered);
    dot.classList.toggle('is-unsaved', isBad);
    dot.querySelector('[data-dot-state]').textContent = answered ? say.done : say.open;
  };
  const warn = (text, link) => {
    banner.hidden = !text;
    if (banner.firstChild?.textContent === text) return;
    banner.replaceChildren(...text ? [document.createTextNode(text)] : []);
    if (!link) return;
    const anchor = document.createElement('a');
    anchor.href = link;
    anchor.textContent = say.signinLink;
    banner.append(' ', anchor);
  };

  // --- recording ---
  const recorded = new Map(cards.map(c => [slotOf(c), JSON.stringify(values(c))]));
  const typing = new Map();
  const used = new Map(); // the last sequence number given here for each slot: none is given to two answers, wherever the first has got to
  const record = card => {
    if (!store || isLocked(card)) return;
    const slot = slotOf(card);
    const fields = values(card);
    clearTimeout(typing.get(slot));
    typing.delete(slot);
    if (recorded.get(slot) === JSON.stringify(fields)) return;
    recorded.set(slot, JSON.stringify(fields));
    const sequence = Math.max(Number(hidden('n', slot).value), used.get(slot) ?? 0) + 1;
    used.set(slot, sequence);
    const entry = { slot, sequence, device, fields, at: new Date().toISOString() };
    entry.kept = store.add(entry).catch(() => null);
    journal.push(entry);
    state(slot, 'saving');
    send();
  };
  const forget = async entry => {
    journal = journal.filter(e => e !== entry);
    const id = entry.id ?? await entry.kept;
    if (id !== null && id !== undefined) await store.remove(id).catch(() => {});
  };

  // --- sending: one at a time, in order. Only what the hub has acknowledged leaves the journal. ---
  const post = (handler, fields) => fetch(`?handler=${handler}`, {
    method: 'POST', body: fields, redirect: handler === 'Submit' ? 'follow' : 'manual', keepalive: true,
    headers: { RequestVerificationToken: token },
  });
  const isSignedOut = answer => answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403 || answer.status === 400;

  let sending = null;
  let isHalted = false;
  let pause = 1000;
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(send, pause);
    pause = Math.min(pause * 2, 30000);
  };
  const failed = (text, link) => {
    new Set(journal.map(e => e.slot)).forEach(slot => state(slot, 'failed'));
    warn(text, link);
    later();
  };
  const take = (slot, receipt) => {
    const card = cardOf(slot);
    if (!card) return null; // not on this page: it comes one question after the other
    hidden('n', slot).value = receipt.sequence;
    hidden('o', slot).value = receipt.stored === undefined ? '' : JSON.stringify(receipt.stored);
    if (hidden('k', slot)) hidden('k', slot).value = receipt.certainty ?? '';
    return card;
  };

  /** True where everything has arrived. */
  function send() {
    if (isHalted) return Promise.resolve(false);
    sending ??= sendAll().finally(() => { sending = null; });
    return sending;
  }

  async function sendAll() {
    let reloads = false;
    try {
      while (journal.length > 0) {
        const entry = journal[0];
        const fields = new URLSearchParams({ slot: entry.slot, sequence: entry.sequence, device: entry.device, claimedAt: entry.at });
        entry.fields.forEach(([name, value]) => fields.append(name, value));
        const answer = await post('Answer', fields);
        if (isSignedOut(answer)) {
          failed(say.signin, say.login);
          return false;
        }
        if (answer.status >= 500 || answer.status === 429) {
          failed(say.offline);
          return false;
        }
        if (answer.status === 404) {
          // Not this person's, or not there: nothing more can be sent from here, and nothing is thrown away.
          isHalted = true;
          state(entry.slot, 'refused');
          return false;
        }
        const receipt = answer.headers.get('content-type')?.includes('json') ? await answer.json() : {};
        await forget(entry);
        pause = 1000;
        const hasMore = journal.some(e => e.slot === entry.slot);
        if (receipt.outcome === 'counted') {
          take(entry.slot, receipt);
          if (!hasMore && !typing.has(entry.slot)) state(entry.slot, 'saved');
        } else if (receipt.outcome === 'stale' && !hasMore) {
          // Another window was later: its answer is the one that counts, so it is the one to show.
          const card = take(entry.slot, receipt);
          if (card) {
            show(card, receipt.fields);
            recorded.set(entry.slot, JSON.stringify(values(card)));
            state(entry.slot, 'newer');
          }
        } else if (receipt.outcome === 'late' || receipt.outcome === 'locked' || receipt.outcome === 'paused') {
          reloads = true; // of a paused exam the hub shows why it waits
        } else if (!hasMore && receipt.outcome !== 'stale') {
          state(entry.slot, 'refused', receipt.message);
        }
      }
      warn('');
      if (wantsToSubmit) await submit();
      else if (reloads) location.reload();
      return true;
    } catch {
      failed(wantsToSubmit ? say.waiting : say.offline);
      return false;
    }
  }

  // --- submitting, now or when the connection is back ---
  const plainly = handler => {
    const confirm = document.createElement('input');
    Object.assign(confirm, { type: 'hidden', name: 'confirm', value: 'true' });
    form.append(confirm);
    form.action = handler;
    form.submit();
  };
  async function submit() {
    const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'));
    fields.set('confirm', 'true');
    const answer = await post('Submit', fields);
    if (answer.status >= 500) throw new Error('the hub could not take it');
    if (answer.status === 400 || answer.status === 401 || new URL(answer.url).pathname !== location.pathname) {
      failed(say.signin, say.login);
      return;
    }
    wantsToSubmit = false;
    await store.submit(false).catch(() => {});
    // Refused: the page that comes says why.
    if (answer.ok) location.replace(location.pathname);
    else plainly('?handler=Submit');
  }
  const handIn = async () => {
    cards.forEach(record);
    wantsToSubmit = true;
    await store.submit(true).catch(() => {});
    if (!navigator.onLine) warn(say.waiting);
    send();
  };

  const dialog = document.getElementById('confirm');
  form.addEventListener('submit', async event => {
    const button = event.submitter;
    if (button?.hasAttribute('data-flush')) {
      // Checking an answer and going on are the hub's to do; what was answered goes before.
      event.preventDefault();
      cards.forEach(record);
      button.disabled = true;
      if (await send()) {
        form.action = button.formAction;
        form.submit();
        return;
      }
      button.disabled = false;
      warn(say.needs);
      return;
    }
    if (!button?.hasAttribute('data-submit') || !dialog) return;
    event.preventDefault();
    const open = say.layout === 'sequential' ? [] : unanswered();
    dialog.querySelector('[data-summary]').textContent = say.layout === 'sequential' ? '' : open.length === 0 ? say.all : say.missing.replace('{0}', open.join(say.separator));
    dialog.showModal();
  });
  dialog?.querySelector('[data-yes]').addEventListener('click', () => { dialog.close(); handIn(); });
  dialog?.querySelector('[data-no]').addEventListener('click', () => {
    dialog.close();
    const open = unanswered();
    if (open.length > 0) go(open[0]);
  });

  // --- one question at a time, where the quiz wants it so ---
  const isOneByOne = say.layout === 'one' && say.overdue === 'no';
  const previous = form.querySelector('[data-previous]');
  const next = form.querySelector('[data-next]');
  const last = form.querySelector('[data-submit]');
  let current = 0;
  function go(slot, focus = true) {
    if (!isOneByOne) {
      if (focus) cardOf(slot)?.focus();
      return;
    }
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
  if (isOneByOne) {
    previous.hidden = false;
    previous.addEventListener('click', () => go(current - 1));
    next.addEventListener('click', () => go(current + 1));
    form.querySelector('.quiz-dots').addEventListener('click', event => {
      const dot = event.target.closest('[data-dot]');
      if (!dot) return;
      event.preventDefault();
      go(Number(dot.dataset.dot));
    });
  }
  const save = form.querySelector('[data-save]');
  if (save) save.hidden = true;

  // --- the clock: the hub's seconds, whatever the device's clock says; shown every second, spoken at five minutes, one minute and ten seconds ---
  const clock = document.getElementById('timer');
  let end = 0;
  const spoken = new Set();
  function tick() {
    const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    clock.querySelector('[data-clock]').textContent = `${say.left} ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    clock.classList.toggle('is-short', seconds <= 60);
    for (const [at, until, text] of [[300, 270, say.minutes.replace('{0}', 5)], [60, 30, say.minute], [10, 5, say.seconds.replace('{0}', 10)]]) {
      if (seconds > at || seconds <= until || spoken.has(at)) continue;
      spoken.add(at);
      document.getElementById('time-warning').textContent = text;
    }
    // What is abandoned at the end must be on its way before it.
    if (seconds > (say.timeout === 'abandon' ? 3 : 0)) setTimeout(tick, 1000);
    else timeIsUp();
  }
  async function timeIsUp() {
    if (say.timeout !== 'grace') {
      handIn();
      return;
    }
    cards.forEach(record);
    await send();
    location.reload();
  }
  // A device that slept lost count.
  async function setClock() {
    if ((!clock && say.invigilated !== 'yes') || say.overdue !== 'no') return;
    try {
      const answer = await fetch('?handler=Clock', { redirect: 'manual' });
      if (!answer.ok) return;
      const now = await answer.json();
      // Paused, or shown no more: what was typed goes to the hub first, then the page says why it waits.
      if (now.withheld || now.isOver) {
        cards.forEach(record);
        if (await send()) location.assign(now.isOver ? location.pathname : say.wait);
        return;
      }
      if (!clock || now.seconds === null) return;
      const before = Math.ceil((end - performance.now()) / 1000);
      end = performance.now() + now.seconds * 1000;
      if (now.seconds - before < 30) return;
      spoken.clear();
      document.getElementById('time-warning').textContent = say.added.replace('{0}', Math.round(now.seconds / 60));
      clock.classList.add('is-longer');
    } catch { /* without a connection it goes on counting */ }
  }

  // --- taking up where one stopped ---
  const asked = Number(/^#q-(\d+)$/.exec(location.hash)?.[1] ?? 0);
  if (isOneByOne && cards.length > 0) go(asked || unanswered()[0] || cards.length, false);
  async function start() {
    try { store = await inDatabase(); } catch { store = inStorage(); }
    try {
      journal = await store.entries();
      wantsToSubmit = await store.submits();
    } catch {
      store = inStorage();
    }
    const isBegun = cards.some(c => recorded.get(slotOf(c)) !== JSON.stringify(values(c))); // answered while the journal was being opened
    for (const entry of journal) {
      used.set(entry.slot, entry.sequence);
      const card = cardOf(entry.slot);
      if (!card || isLocked(card)) continue;
      if (entry.sequence > Number(hidden('n', entry.slot).value)) show(card, entry.fields);
      recorded.set(entry.slot, JSON.stringify(values(card)));
      state(entry.slot, 'failed');
    }
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
    cards.forEach(record);
    addEventListener('pagehide', () => [...typing.keys()].forEach(slot => record(cardOf(slot))));
    addEventListener('online', () => { pause = 1000; setClock(); send(); });
    addEventListener('offline', () => warn(wantsToSubmit ? say.waiting : say.offline));
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') setClock(); });
    if (!navigator.onLine) warn(wantsToSubmit ? say.waiting : say.offline);
    // The journal may have answered more than the hub knew of; nobody is taken away from the question they are at.
    if (isOneByOne && !asked && journal.length > 0 && !isBegun) go(unanswered()[0] || cards.length, false);
    form.dataset.ready = '';
    send();
  }

  if (clock && say.overdue === 'no') {
    end = performance.now() + Number(clock.dataset.seconds) * 1000;
    if (say.invigilated !== 'yes') setInterval(setClock, 120000);
  }
  // An invigilator may pause it or add time at any moment, and sees by these calls that one is there.
  if (say.invigilated === 'yes') setInterval(setClock, 15000);
  addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
  start().then(() => { if (clock && say.overdue === 'no') tick(); });
})();
