// An exam as it goes on: keeps the invigilator's list fresh, and lets a learner who waits go on as soon as the questions are back.
// Without this script both pages are loaded again by hand, or by the browser.
(() => {
  // --- the invigilator's list: the hub says "look again" over an event stream, and the list comes by its own address ---
  const board = document.getElementById('board');
  if (board && window.EventSource) {
    const state = document.querySelector('[data-live-state]');
    const say = key => {
      if (state.textContent === state.dataset[key]) return;
      state.hidden = false;
      state.textContent = state.dataset[key];
    };
    const partsOf = root => [...root.children];
    const isBusy = cell => cell.querySelector('details[open]') !== null || cell.contains(document.activeElement);

    // Row by row, so that a form somebody fills in stays as it is.
    const mergeRows = (old, fresh) => {
      const known = new Map([...old.rows].map(r => [r.dataset.row, r]));
      const rows = [...fresh.rows].map(row => {
        const before = known.get(row.dataset.row);
        if (!before) return row;
        [...row.cells].forEach((cell, i) => {
          if (before.cells[i].hasAttribute('data-keep') && isBusy(before.cells[i])) return;
          before.cells[i].replaceChildren(...cell.childNodes);
        });
        return before;
      });
      // Moving a row would take the focus from whoever types in it.
      if (rows.length !== old.rows.length || rows.some((row, i) => row !== old.rows[i])) old.replaceChildren(...rows);
    };
    const show = text => {
      const fresh = new DOMParser().parseFromString(`<div>${text}</div>`, 'text/html').body.firstElementChild;
      const [oldRows, rows] = [board.querySelector('tbody'), fresh.querySelector('tbody')];
      if (!oldRows || !rows || board.querySelectorAll('tbody').length !== 1) {
        board.replaceChildren(...fresh.childNodes);
        return;
      }
      const focused = document.activeElement;
      mergeRows(oldRows, rows);
      if (focused && focused !== document.activeElement && board.contains(focused)) focused.focus();
      const table = board.querySelector('.table-wrap');
      partsOf(board).filter(p => p !== table).forEach(p => p.remove());
      const others = partsOf(fresh);
      const at = others.findIndex(p => p.contains(rows) || p.querySelector('table'));
      table.before(...others.slice(0, at));
      table.after(...others.slice(at + 1));
    };

    let loading = null;
    let again = false;
    const load = async () => {
      if (loading) {
        again = true;
        return;
      }
      loading = fetch(board.dataset.board, { redirect: 'manual' });
      try {
        const answer = await loading;
        if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403 || answer.status === 404) location.reload();
        else if (answer.ok) {
          show(await answer.text());
          say('live');
        }
      } catch {
        say('lost');
      }
      loading = null;
      if (again) {
        again = false;
        load();
      }
    };
    let stream;
    const connect = () => {
      stream = new EventSource(board.dataset.events);
      stream.addEventListener('changed', load);
      stream.addEventListener('error', () => {
        say('lost');
        // Refused for good (too many windows, or the hub restarts): ask for the list now and then all the same.
        if (stream.readyState === EventSource.CLOSED) setTimeout(() => { load(); connect(); }, 15000);
      });
    };
    connect();
    // Time passes even where nothing happens: clocks run down, and who is silent is gone.
    setInterval(() => { if (document.visibilityState === 'visible') load(); }, 30000);
    addEventListener('pagehide', () => stream.close());
    addEventListener('pageshow', event => { if (event.persisted) connect(); });
  }

  // --- the learner who waits: asks every five seconds ---
  const wait = document.querySelector('[data-exam-wait]');
  if (wait && wait.dataset.examWait) {
    setInterval(async () => {
      try {
        const answer = await fetch(`${wait.dataset.examWait}?handler=Clock`, { redirect: 'manual' });
        if (!answer.ok) return;
        const now = await answer.json();
        if (now.isOver || !now.withheld) location.replace(wait.dataset.examWait);
      } catch { /* without a connection one waits on */ }
    }, 5000);
  }
})();
