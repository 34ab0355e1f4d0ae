/**
 * The page's only script: its hash stands in the page's policy, which allows no other. It adds to each chart what saves it
 * as a picture; a page in which it may not run shows all the same. It makes elements and texts, never markup out of text.
 */
export const pictureScript = `
'use strict';
const kept = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'font-family', 'font-size'];
const margin = 12, heading = 40, namespace = 'http://www.w3.org/2000/svg';

/* What a figure rests on, in one line: its first sentence, or as much of it as there is room for. */
function short(text) {
  const first = text.split(/(?<=\\.) /)[0];
  return first.length > 60 ? first.slice(0, 59) + '…' : first;
}

function standalone(figure) {
  const chart = figure.querySelector('svg'), copy = chart.cloneNode(true);
  const styles = [...chart.querySelectorAll('*')], targets = [...copy.querySelectorAll('*')];
  styles.forEach((element, index) => { const style = getComputedStyle(element); for (const name of kept) targets[index].setAttribute(name, style.getPropertyValue(name)); });
  const { width, height } = chart.viewBox.baseVal, page = getComputedStyle(document.body);
  const picture = document.createElementNS(namespace, 'svg');
  const [wide, high] = [width + 2 * margin, height + heading + 2 * margin];
  for (const [name, value] of Object.entries({ xmlns: namespace, width: wide, height: high, viewBox: '0 0 ' + wide + ' ' + high, fill: page.color })) picture.setAttribute(name, value);
  const add = (tag, attributes, text) => { const element = document.createElementNS(namespace, tag); for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value); if (text) element.textContent = text; picture.append(element); return element; };
  add('rect', { width: wide, height: high, fill: page.backgroundColor });
  add('text', { x: margin, y: margin + 13, 'font-family': page.fontFamily, 'font-size': 13, 'font-weight': 600 }, figure.querySelector('figcaption').innerText);
  add('text', { x: margin, y: margin + 29, 'font-family': page.fontFamily, 'font-size': 10 }, short(figure.querySelector('figure > p').innerText));
  add('g', { transform: 'translate(' + margin + ' ' + (margin + heading) + ')' }).append(...copy.childNodes);
  return { text: new XMLSerializer().serializeToString(picture), wide, high };
}

async function png({ text, wide, high }) {
  const image = new Image(), canvas = document.createElement('canvas');
  image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(text);
  await image.decode();
  Object.assign(canvas, { width: wide * 2, height: high * 2 });
  canvas.getContext('2d').drawImage(image, 0, 0, wide * 2, high * 2);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

function save(figure, ending, blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = figure.querySelector('figcaption').innerText.trim().replace(/[^\\p{L}\\p{N}]+/gu, '-').slice(0, 60) + '.' + ending;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const acts = {
  'Save as SVG': async (figure) => save(figure, 'svg', new Blob([standalone(figure).text], { type: 'image/svg+xml' })),
  'Save as PNG': async (figure) => save(figure, 'png', await png(standalone(figure))),
  'Copy as SVG': async (figure) => navigator.clipboard.writeText(standalone(figure).text),
  'Copy as PNG': async (figure) => navigator.clipboard.write([new ClipboardItem({ 'image/png': await png(standalone(figure)) })]),
};
for (const details of document.querySelectorAll('figure > details')) {
  const line = document.createElement('p'), said = document.createElement('span');
  said.setAttribute('role', 'status');
  for (const [words, act] of Object.entries(acts)) {
    const button = document.createElement('button');
    button.textContent = words;
    button.addEventListener('click', () => act(details.parentElement).then(() => { said.textContent = words.startsWith('Copy') ? 'Copied.' : ''; }, () => { said.textContent = 'The browser does not allow it here. Save it instead.'; }));
    line.append(button, ' ');
  }
  line.append(said);
  details.append(line);
  details.querySelector('summary').textContent = 'Table and picture';
}
`;
