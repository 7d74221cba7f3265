// Draws the spots of a hotspot question in its picture. The number fields stay what is saved, and they do without this script and without a mouse:
// here they are only filled in differently, and what they say is shown in the picture at once.
(() => {
  const picture = document.querySelector('[data-spot-picture]');
  const svg = picture?.querySelector('svg.spots');
  if (!svg) return;
  const said = document.querySelector('[data-spot-said]');
  const { width, height } = svg.viewBox.baseVal;
  const radius = Math.max(width, height) / 26;
  const numbers = text => text.split(/[,，;\s]+/).filter(part => part.length).map(Number);
  const fits = (shape, at) => at.every(Number.isFinite)
    && (shape === 'rect' ? at.length === 4 && at[2] > 0 && at[3] > 0 : shape === 'circle' ? at.length === 3 && at[2] > 0 : at.length >= 6 && at.length % 2 === 0);
  const make = (name, attributes, text) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    if (text) element.textContent = text;
    return element;
  };

  const rows = [...document.querySelectorAll('[data-spot-row]')].map(row => ({
    shape: row.querySelector('select[name$="-shape"]'), at: row.querySelector('input[name$="-at"]'), right: row.querySelector('input[name$="-correct"]'),
    tools: row.querySelector('[data-spot-tools]'), button: row.querySelector('[data-spot-draw]'),
  }));

  const outline = (shape, at) => shape === 'rect' ? make('rect', { x: at[0], y: at[1], width: at[2], height: at[3] })
    : shape === 'circle' ? make('circle', { cx: at[0], cy: at[1], r: at[2] }) : make('polygon', { points: at.join(' ') });
  const centre = (shape, at) => shape === 'rect' ? [at[0] + at[2] / 2, at[1] + at[3] / 2] : shape === 'circle' ? [at[0], at[1]]
    : [0, 1].map(axis => at.filter((_, i) => i % 2 === axis).reduce((sum, value) => sum + value, 0) / (at.length / 2));

  let active = null;
  let before = '';
  const show = () => {
    svg.replaceChildren();
    rows.forEach((row, i) => {
      const [shape, at] = [row.shape.value, numbers(row.at.value)];
      const isBegun = row === active && shape === 'polygon' && at.length >= 2 && at.length < 6;
      if (isBegun) for (let corner = 0; corner + 1 < at.length; corner += 2) svg.append(make('circle', { class: 'spot-corner', cx: at[corner], cy: at[corner + 1], r: radius / 4 }));
      if (!at.length || !fits(shape, at)) return;
      const [x, y] = centre(shape, at);
      const spot = make('g', { class: `spot ${row.right.checked ? 'is-right' : ''} ${row === active ? 'is-chosen' : ''}` });
      spot.append(outline(shape, at), make('circle', { class: 'spot-sign', cx: x, cy: y, r: radius }),
        make('text', { x, y, 'font-size': radius, 'text-anchor': 'middle', 'dominant-baseline': 'central' }, String(i + 1)));
      svg.append(spot);
    });
  };

  const stop = words => {
    active?.button.setAttribute('aria-pressed', 'false');
    active?.button.classList.remove('active');
    active = null;
    picture.classList.remove('is-drawing');
    said.textContent = words;
    show();
  };
  const finish = () => {
    const row = active;
    if (!fits(row.shape.value, numbers(row.at.value))) row.at.value = before;
    stop(picture.dataset.ready);
    row.button.focus();
  };
  const begin = row => {
    if (active) stop('');
    active = row;
    before = row.at.value;
    row.button.setAttribute('aria-pressed', 'true');
    row.button.classList.add('active');
    picture.classList.add('is-drawing');
    if (row.shape.value === 'polygon') row.at.value = '';
    said.textContent = row.button.dataset[row.shape.value];
    picture.scrollIntoView({ block: 'center' });
    show();
  };

  const point = event => {
    const box = svg.getBoundingClientRect();
    const within = (value, most) => Math.round(Math.min(Math.max(value, 0), most));
    return [within((event.clientX - box.left) / box.width * width, width), within((event.clientY - box.top) / box.height * height, height)];
  };
  svg.addEventListener('pointerdown', event => {
    if (!active || event.button !== 0) return;
    event.preventDefault();
    const row = active;
    const [x, y] = point(event);
    if (row.shape.value === 'polygon') {
      row.at.value = [...numbers(row.at.value), x, y].join(', ');
      show();
      return;
    }
    const follow = moved => {
      const [a, b] = point(moved);
      row.at.value = (row.shape.value === 'rect' ? [Math.min(x, a), Math.min(y, b), Math.abs(a - x), Math.abs(b - y)] : [x, y, Math.round(Math.hypot(a - x, b - y))]).join(', ');
      show();
    };
    svg.setPointerCapture(event.pointerId);
    svg.addEventListener('pointermove', follow);
    svg.addEventListener('lostpointercapture', () => {
      svg.removeEventListener('pointermove', follow);
      if (active === row) finish();
    }, { once: true });
  });

  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !active) return;
    active.at.value = before;
    stop('');
  });
  rows.forEach(row => {
    row.tools.hidden = false;
    row.button.addEventListener('click', () => active === row ? finish() : begin(row));
    row.shape.addEventListener('change', () => active === row ? begin(row) : show());
    row.at.addEventListener('input', show);
    row.right.addEventListener('change', show);
  });
  show();
})();
