/** One line of a menu; `separator` draws a hairline. */
export type MenuItem =
  | { readonly words: string; readonly keys?: string; readonly checked?: boolean; readonly disabled?: boolean; readonly act: () => void }
  | 'separator';

let close: (() => void) | null = null;

/** Opens a menu at a point of the window. It closes on a choice, Escape, a click elsewhere or a scroll, and gives the keyboard back. */
export function openMenu(items: readonly MenuItem[], x: number, y: number, giveBack: () => void): void {
  close?.();
  const menu = document.createElement('div');
  menu.className = 'menu';
  menu.setAttribute('role', 'menu');
  const buttons = items.flatMap((item) => {
    if (item !== 'separator') return [menu.appendChild(menuButton(item, () => end(item.act)))];
    menu.append(Object.assign(document.createElement('div'), { className: 'menu-line', role: 'separator' }));
    return [];
  });
  const end = (act?: () => void): void => {
    if (close !== shut) return;
    close = null;
    menu.remove();
    removeEventListener('pointerdown', outside, true);
    removeEventListener('blur', shut);
    giveBack();
    act?.();
  };
  const shut = (): void => end();
  const outside = (event: Event): void => {
    if (!(event.target instanceof Node && menu.contains(event.target))) end();
  };
  menu.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Escape' || event.key === 'Tab') end();
    else if (!moveIn(buttons, event.key)) return;
    event.preventDefault();
  });
  menu.addEventListener('contextmenu', (event) => event.preventDefault());
  close = shut;
  document.body.append(menu);
  place(menu, x, y);
  addEventListener('pointerdown', outside, true);
  addEventListener('blur', shut);
  buttons.find((button) => !button.disabled)?.focus();
}

function menuButton(item: Exclude<MenuItem, 'separator'>, choose: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('role', item.checked === undefined ? 'menuitem' : 'menuitemcheckbox');
  if (item.checked !== undefined) button.setAttribute('aria-checked', String(item.checked));
  button.disabled = item.disabled ?? false;
  button.append(Object.assign(document.createElement('span'), { className: 'menu-check', textContent: item.checked ? '✓' : '' }), item.words);
  if (item.keys) button.append(Object.assign(document.createElement('span'), { className: 'menu-keys', textContent: item.keys }));
  button.addEventListener('click', choose);
  button.addEventListener('pointermove', () => button.focus());
  return button;
}

/** Moves among the lines; false where the key is none of the menu's. */
function moveIn(buttons: readonly HTMLButtonElement[], key: string): boolean {
  const enabled = buttons.filter((button) => !button.disabled);
  const at = enabled.findIndex((button) => button === document.activeElement);
  const last = enabled.length - 1;
  const next = { ArrowDown: at >= last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, Home: 0, End: last }[key];
  if (next === undefined) return false;
  enabled[next]?.focus();
  return true;
}

function place(menu: HTMLElement, x: number, y: number): void {
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(4, Math.min(x, innerWidth - width - 4))}px`;
  menu.style.top = `${Math.max(4, Math.min(y, innerHeight - height - 4))}px`;
}
