/**
 * The page's only script: its hash stands in the page's policy, which allows no other. It adds to each chart and table what
 * saves it as a picture; a page in which it may not run shows all the same. It makes elements and texts, never markup out
 * of text.
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

function part(tag, attributes, text) {
  const element = document.createElementNS(namespace, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text) element.textContent = text;
  return element;
}

/* A picture that needs nothing beside it: a heading above what is drawn. */
function framed({ title, note, width, height, parts }) {
  const page = getComputedStyle(document.body), [wide, high] = [width + 2 * margin, height + heading + 2 * margin];
  const picture = part('svg', { xmlns: namespace, width: wide, height: high, viewBox: '0 0 ' + wide + ' ' + high, fill: page.color });
  const drawn = part('g', { transform: 'translate(' + margin + ' ' + (margin + heading) + ')' });
  drawn.append(...parts);
  picture.append(
    part('rect', { width: wide, height: high, fill: page.backgroundColor }),
    part('text', { x: margin, y: margin + 13, 'font-family': page.fontFamily, 'font-size': 13, 'font-weight': 600 }, title),
    part('text', { x: margin, y: margin + 29, 'font-family': page.fontFamily, 'font-size': 10 }, note),
    drawn);
  return { title, text: new XMLSerializer().serializeToString(picture), wide, high };
}

function ofFigure(figure) {
  const chart = figure.querySelector('svg'), copy = chart.cloneNode(true);
  const styles = [...chart.querySelectorAll('*')], targets = [...copy.querySelectorAll('*')];
  styles.forEach((element, index) => { const style = getComputedStyle(element); for (const name of kept) targets[index].setAttribute(name, style.getPropertyValue(name)); });
  const { width, height } = chart.viewBox.baseVal;
  return framed({ title: figure.querySelector('figcaption').innerText, note: short(figure.querySelector('figure > p').innerText), width, height, parts: [...copy.childNodes] });
}

/* The lines that a text takes, with their places in the window. */
function linesOf(node) {
  const range = document.createRange(), lines = [];
  [...node.data].reduce((at, letter) => {
    range.setStart(node, at);
    range.setEnd(node, at + letter.length);
    const box = range.getClientRects()[0], last = lines.at(-1);
    if (box && box.width > 0) {
      if (last && Math.abs(last.top - box.top) < box.height / 2) last.text += letter;
      else lines.push({ text: letter, left: box.left, top: box.top, high: box.height });
    }
    return at + letter.length;
  }, 0);
  return lines;
}

function ofTable(table) {
  const box = table.getBoundingClientRect(), caption = table.caption, parts = [];
  const top = caption ? caption.getBoundingClientRect().bottom : box.top;
  for (const cell of table.querySelectorAll('th, td')) {
    const style = getComputedStyle(cell), place = cell.getBoundingClientRect();
    const [x, y] = [place.left - box.left, place.top - top];
    const [red, green, blue, opacity = 1] = style.backgroundColor.match(/[\\d.]+/g).map(Number);
    if (opacity > 0) parts.push(part('rect', { x, y, width: place.width, height: place.height, fill: 'rgb(' + [red, green, blue] + ')', 'fill-opacity': opacity }));
    parts.push(part('path', { d: 'M' + x + ' ' + (y + place.height) + 'h' + place.width + (style.borderLeftStyle === 'none' || style.borderLeftWidth === '0px' ? '' : 'v' + -place.height + 'h' + -place.width + 'z'), fill: 'none', stroke: style.borderBottomColor }));
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const own = getComputedStyle(texts.currentNode.parentElement);
      for (const { text, left, top: above, high } of linesOf(texts.currentNode)) {
        parts.push(part('text', { x: left - box.left, y: above - top + high * 0.78, fill: own.color, 'font-family': own.fontFamily, 'font-size': own.fontSize, 'font-weight': own.fontWeight }, text));
      }
    }
  }
  const section = table.closest('section'), heading2 = section && section.querySelector('h2');
  const title = caption ? caption.innerText : heading2 ? heading2.innerText : document.title;
  return framed({ title, note: document.querySelector('h1').innerText + (caption && heading2 ? ': ' + heading2.innerText : ''), width: Math.ceil(box.width), height: Math.ceil(box.bottom - top), parts });
}

async function png({ text, wide, high }) {
  const image = new Image(), canvas = document.createElement('canvas');
  image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(text);
  await image.decode();
  Object.assign(canvas, { width: wide * 2, height: high * 2 });
  canvas.getContext('2d').drawImage(image, 0, 0, wide * 2, high * 2);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

function save({ title }, ending, blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = title.trim().replace(/[^\\p{L}\\p{N}]+/gu, '-').slice(0, 60) + '.' + ending;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const acts = {
  'Save as SVG': async (picture) => save(picture, 'svg', new Blob([picture.text], { type: 'image/svg+xml' })),
  'Save as PNG': async (picture) => save(picture, 'png', await png(picture)),
  'Copy as SVG': async (picture) => navigator.clipboard.writeText(picture.text),
  'Copy as PNG': async (picture) => navigator.clipboard.write([new ClipboardItem({ 'image/png': await png(picture) })]),
};

/* A line of buttons for the picture that draw makes when it is asked for. */
function buttons(draw) {
  const line = document.createElement('p'), said = document.createElement('span');
  said.setAttribute('role', 'status');
  for (const [words, act] of Object.entries(acts)) {
    const button = document.createElement('button');
    button.textContent = words;
    button.addEventListener('click', () => act(draw()).then(() => { said.textContent = words.startsWith('Copy') ? 'Copied.' : ''; }, () => { said.textContent = 'The browser does not allow it here. Save it instead.'; }));
    line.append(button, ' ');
  }
  line.append(said);
  return line;
}

for (const details of document.querySelectorAll('figure > details')) {
  details.append(buttons(() => ofFigure(details.parentElement)));
  details.querySelector('summary').textContent = 'Table and picture';
}
for (const table of document.querySelectorAll('.scroll > table')) {
  if (table.closest('figure')) continue;
  const details = document.createElement('details'), summary = document.createElement('summary');
  summary.textContent = 'Picture';
  details.className = 'picture';
  details.append(summary, buttons(() => ofTable(table)));
  table.parentElement.after(details);
}
`;
