/** Makes an element inside another. */
export function make(parent: Element, className: string, role?: string): HTMLElement {
  const element = document.createElement('div');
  element.className = className;
  if (role) element.setAttribute('role', role);
  parent.append(element);
  return element;
}

/** An element that remembers what was last written to it, so that only changes reach the page. */
export class Box {
  readonly element: HTMLElement;
  #left = Number.NaN;
  #top = Number.NaN;
  #width = Number.NaN;
  #shown = true;
  #className: string;

  constructor(parent: Element, className: string, role?: string) {
    this.element = make(parent, className, role);
    this.#className = className;
  }

  set left(left: number) {
    if (left !== this.#left) this.element.style.left = `${(this.#left = left)}px`;
  }

  set top(top: number) {
    if (top !== this.#top) this.element.style.top = `${(this.#top = top)}px`;
  }

  set width(width: number) {
    if (width !== this.#width) this.element.style.width = `${(this.#width = width)}px`;
  }

  set shown(shown: boolean) {
    if (shown !== this.#shown) this.element.hidden = !(this.#shown = shown);
  }

  set className(className: string) {
    if (className !== this.#className) this.element.className = this.#className = className;
  }
}
