// The lesson player: shows how far down one is, goes on where one stopped, and remembers it. Reading works without any of this.
(() => {
  const lesson = document.querySelector('.lesson[data-resume]');
  const form = document.getElementById('read-form');
  if (!lesson || !form) return;

  const bar = document.createElement('div');
  bar.className = 'read-bar';
  document.body.append(bar);

  const text = lesson.querySelector('.prose');
  const percent = () => {
    const box = text.getBoundingClientRect();
    if (box.height <= 0) return 0;
    return Math.round(100 * Math.min(1, Math.max(0, (window.innerHeight - box.top) / box.height)));
  };
  const top = position => text.getBoundingClientRect().top + window.scrollY + (text.offsetHeight * position) / 100 - window.innerHeight;

  // Only somebody who came back to the middle is taken there; a link to a heading wins.
  const resume = Number(lesson.dataset.resume);
  if (resume > 5 && resume < 98 && !location.hash && percent() < resume) window.scrollTo(0, top(resume));

  let saved = -1;
  const save = () => {
    const position = percent();
    if (position === saved) return;
    saved = position;
    const body = new FormData();
    body.append('position', position);
    body.append('__RequestVerificationToken', form.elements.namedItem('__RequestVerificationToken').value);
    navigator.sendBeacon(location.pathname + '?handler=Position', body);
  };

  let waiting = 0;
  let drawn = false;
  const onScroll = () => {
    if (!drawn) {
      drawn = true;
      requestAnimationFrame(() => { drawn = false; bar.style.transform = `scaleX(${percent() / 100})`; });
    }
    clearTimeout(waiting);
    waiting = setTimeout(save, 2000);
  };
  addEventListener('scroll', onScroll, { passive: true });
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') save(); });
  onScroll();
})();
