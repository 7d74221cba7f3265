// Makes the kinds of questions pleasant to answer: steps that move, spots that can be tapped, photos that are sent at once, characters left.
// Each works without this script by its plain fields, and the fields stay what is saved: here they are only filled in differently.
(() => {
  const changed = field => field.dispatchEvent(new Event('change', { bubbles: true }));
  const say = (template, ...values) => values.reduce((text, value, i) => text.replace(`{${i}}`, value), template);

  // --- ordering: buttons for everybody, dragging for mouse and finger ---
  document.querySelectorAll('[data-order]').forEach(list => {
    const items = () => [...list.querySelectorAll('[data-item]')];
    const place = item => item.querySelector('select');
    const text = item => item.querySelector('[data-text]').textContent;
    const said = list.parentElement.querySelector('[data-order-said]');
    const hint = list.parentElement.querySelector('[data-order-hint]');
    const total = items().length;
    hint.textContent = `${hint.dataset.orderHint} ${list.dataset.touch}`;
    list.classList.add('is-live');

    const number = () => items().forEach((item, i) => {
      item.querySelector('.order-number').textContent = i + 1;
      const [up, down] = item.querySelectorAll('button');
      up.disabled = i === 0;
      down.disabled = i === total - 1;
    });
    const settle = item => {
      items().forEach((other, i) => { place(other).value = i + 1; });
      number();
      said.textContent = say(list.dataset.moved, text(item), items().indexOf(item) + 1);
      changed(place(item));
    };
    const move = (item, by, button) => {
      const all = items();
      const target = all[all.indexOf(item) + by];
      if (!target) return;
      if (by < 0) target.before(item);
      else target.after(item);
      settle(item);
      (button.disabled ? [...item.querySelectorAll('button')].find(b => !b.disabled) : button)?.focus();
    };
    const arrow = (item, by, sign, label) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'btn btn-outline-secondary order-arrow';
      button.textContent = sign;
      button.setAttribute('aria-label', say(label, text(item)));
      button.addEventListener('click', () => move(item, by, button));
      return button;
    };
    items().forEach(item => {
      place(item).hidden = true;
      const sign = document.createElement('span');
      sign.className = 'order-number';
      sign.setAttribute('aria-hidden', 'true');
      item.prepend(sign);
      item.append(arrow(item, -1, '↑', list.dataset.up), arrow(item, 1, '↓', list.dataset.down));

      item.addEventListener('pointerdown', event => {
        // A finger drags by the number alone: on the text it scrolls the page.
        if (event.button !== 0 || event.target.closest('button') || (event.pointerType !== 'mouse' && event.target !== sign)) return;
        const before = items().indexOf(item);
        const follow = moved => {
          const over = document.elementFromPoint(list.getBoundingClientRect().left + 20, moved.clientY)?.closest('[data-item]');
          if (!over || over === item || over.parentElement !== list) return;
          if (items().indexOf(over) < items().indexOf(item)) over.before(item);
          else over.after(item);
          number();
        };
        const end = () => {
          item.classList.remove('is-dragged');
          item.removeEventListener('pointermove', follow);
          if (items().indexOf(item) !== before) settle(item);
        };
        item.setPointerCapture(event.pointerId);
        item.classList.add('is-dragged');
        item.addEventListener('pointermove', follow);
        item.addEventListener('lostpointercapture', end, { once: true });
      });
    });
    list.closest('.question')?.addEventListener('kinds:show', () => {
      items().sort((a, b) => Number(place(a).value) - Number(place(b).value)).forEach(item => list.append(item));
      number();
    });
    number();
  });

  // --- hotspot: the picture ticks the boxes of the list ---
  document.querySelectorAll('[data-hotspot]').forEach(hotspot => {
    const box = spot => [...hotspot.querySelectorAll('input')].find(input => input.value === spot.dataset.spot);
    const spots = [...hotspot.querySelectorAll('[data-spot]')];
    const show = () => spots.forEach(spot => spot.classList.toggle('is-chosen', box(spot).checked));
    hotspot.classList.add('is-live');
    spots.forEach(spot => spot.addEventListener('click', () => box(spot).click()));
    hotspot.addEventListener('change', show);
    hotspot.closest('.question')?.addEventListener('kinds:show', show);
    show();
  });

  // --- free text: characters left ---
  document.querySelectorAll('textarea[data-limit]').forEach(area => {
    const hint = document.getElementById(area.getAttribute('aria-describedby'));
    const rest = document.createElement('span');
    hint.append(' ', rest);
    const show = () => { rest.textContent = say(area.dataset.left, area.maxLength - area.value.length); };
    area.addEventListener('input', show);
    area.closest('.question')?.addEventListener('kinds:show', show);
    show();
  });

  // --- photo: made smaller here, sent at once, then saved like any other answer ---
  const smaller = async file => {
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, 2000 / Math.max(picture.width, picture.height));
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
      canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
      const made = await new Promise(done => { canvas.toBlob(done, 'image/jpeg', 0.85); });
      return made && made.size < file.size ? made : file;
    } catch {
      return file; // the hub says what is wrong with it
    }
  };
  document.querySelectorAll('[data-photo]').forEach(photo => {
    const chooser = photo.querySelector('input[type="file"]');
    const key = photo.querySelector('input[type="hidden"]');
    const preview = photo.querySelector('[data-preview]');
    const state = photo.querySelector('[data-photo-state]');
    const form = photo.closest('form');
    const show = () => {
      preview.hidden = !key.value;
      if (key.value) preview.src = photo.dataset.url + key.value;
    };
    let waiting = null;
    const send = async () => {
      if (!waiting) return;
      const sent = waiting;
      state.textContent = photo.dataset.busy;
      const fields = new FormData();
      fields.append('slot', photo.closest('.question').dataset.slot);
      fields.append('photo', sent, 'photo');
      try {
        const answer = await fetch('?handler=Photo', { method: 'POST', body: fields, headers: { RequestVerificationToken: form.elements.__RequestVerificationToken.value } });
        if (sent !== waiting) return; // another one was chosen meanwhile
        const receipt = answer.headers.get('content-type')?.includes('json') ? await answer.json() : {};
        if (!receipt.key) {
          state.textContent = receipt.message ?? photo.dataset.failed;
          if (receipt.message) waiting = null;
          return;
        }
        waiting = null;
        key.value = receipt.key;
        chooser.value = '';
        state.textContent = '';
        show();
        changed(key);
      } catch {
        state.textContent = photo.dataset.failed;
      }
    };
    chooser.addEventListener('change', async () => {
      if (!chooser.files[0]) return;
      waiting = await smaller(chooser.files[0]);
      send();
    });
    addEventListener('online', send);
    photo.closest('.question').addEventListener('kinds:show', show);
  });
})();
