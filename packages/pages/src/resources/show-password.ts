/** Adds a button that shows what was typed to every password field; without it the page misses nothing. Labels come from the page. */
export const SHOW_PASSWORD_JS = `for (const box of document.querySelectorAll('.secret')) {
  const input = box.querySelector('input');
  const button = document.createElement('button');
  const svg = (tag, attributes) => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  };
  const icon = svg('svg', { viewBox: '0 0 24 24', width: '22', height: '22', fill: 'none', stroke: 'currentColor', 'stroke-width': '1.8', 'stroke-linecap': 'round', 'aria-hidden': 'true' });
  const slash = svg('path', { d: 'M4 4l16 16' });
  icon.append(svg('path', { d: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z' }), svg('circle', { cx: '12', cy: '12', r: '3' }), slash);
  const show = (shown) => {
    input.type = shown ? 'text' : 'password';
    button.setAttribute('aria-label', shown ? box.dataset.hide : box.dataset.show);
    slash.setAttribute('visibility', shown ? 'visible' : 'hidden');
  };
  button.type = 'button';
  button.className = 'reveal';
  button.setAttribute('aria-controls', input.id);
  button.append(icon);
  button.addEventListener('click', () => show(input.type === 'password'));
  // Browsers offer to store the value of a password field only.
  input.form.addEventListener('submit', () => show(false));
  show(false);
  box.append(button);
}
`;
