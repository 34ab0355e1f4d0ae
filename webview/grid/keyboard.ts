/** A place in the grid: a position in the view, or -1 for the header, and a column among those shown. */
export interface GridPlace {
  readonly position: number;
  readonly column: number;
}

/** How far a place can move. */
export interface GridExtent {
  readonly rows: number;
  readonly columns: number;
  /** Rows that fit in sight. */
  readonly page: number;
}

/** What a key asks for. */
export type GridAct =
  | { readonly kind: 'move'; readonly place: GridPlace; readonly extend: boolean }
  | { readonly kind: 'resize'; readonly by: number }
  /** The column goes one place to the left or to the right. */
  | { readonly kind: 'shift'; readonly by: 1 | -1 }
  | { readonly kind: 'sort' | 'menu' | 'copy' | 'selectAll' | 'clear' | 'inspect' | 'find' | 'goToColumn' }
  /** The key is the grid's, and has nowhere to go. */
  | { readonly kind: 'none' };

export type KeyPress = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>;

const resizeStep = 16;

/** The act of a key, or null for a key that is not the grid's: letters and digits belong to labelling. */
export function actOfKey(press: KeyPress, place: GridPlace, extent: GridExtent): GridAct | null {
  const command = press.ctrlKey || press.metaKey;
  if (press.altKey) return command ? null : altKey(press, place);
  if (command) return commandKey(press, place, extent);
  return plainKey(press, place, extent);
}

function plainKey(press: KeyPress, place: GridPlace, extent: GridExtent): GridAct | null {
  const { position, column } = place;
  const onHeader = position < 0;
  switch (press.key) {
    case 'ArrowDown':
    case 'j':
      return step(place, 1, 0, press, extent);
    case 'ArrowUp':
      return step(place, -1, 0, press, extent);
    case 'k':
      return onHeader || position === 0 ? stay : step(place, -1, 0, press, extent);
    case 'ArrowRight':
      return step(place, 0, 1, press, extent);
    case 'ArrowLeft':
      return step(place, 0, -1, press, extent);
    case 'PageDown':
      return onHeader ? go(0, column, press, extent) : step(place, extent.page, 0, press, extent);
    case 'PageUp':
      return onHeader ? stay : go(Math.max(0, position - extent.page), column, press, extent);
    case 'Home':
      return go(position, 0, press, extent);
    case 'End':
      return go(position, extent.columns - 1, press, extent);
    case 'Enter':
      // On a row Enter takes the suggestion, as the other keys of labelling do theirs.
      return onHeader ? { kind: 'sort' } : null;
    case ' ':
      return onHeader ? { kind: 'sort' } : null;
    case 'Escape':
      return { kind: 'clear' };
    case '/':
      return { kind: 'find' };
    case 'g':
      return { kind: 'goToColumn' };
    case 'ContextMenu':
      return { kind: 'menu' };
    case 'F10':
      return press.shiftKey ? { kind: 'menu' } : null;
    default:
      return null;
  }
}

function commandKey(press: KeyPress, place: GridPlace, extent: GridExtent): GridAct | null {
  switch (press.key) {
    case 'Home':
      return go(0, 0, press, extent);
    case 'End':
      return go(extent.rows - 1, extent.columns - 1, press, extent);
    case 'ArrowUp':
      return go(0, place.column, press, extent);
    case 'ArrowDown':
      return go(extent.rows - 1, place.column, press, extent);
    case 'ArrowLeft':
      return go(place.position, 0, press, extent);
    case 'ArrowRight':
      return go(place.position, extent.columns - 1, press, extent);
    case 'a':
      return { kind: 'selectAll' };
    case 'c':
      return press.shiftKey ? null : { kind: 'copy' };
    case 'f':
      return press.shiftKey ? null : { kind: 'find' };
    case 'Enter':
      return { kind: 'inspect' };
    default:
      return null;
  }
}

function altKey({ key, shiftKey }: KeyPress, place: GridPlace): GridAct | null {
  if (shiftKey) return key === 'ArrowRight' ? { kind: 'shift', by: 1 } : key === 'ArrowLeft' ? { kind: 'shift', by: -1 } : null;
  if (place.position >= 0) return null;
  if (key === 'ArrowRight') return { kind: 'resize', by: resizeStep };
  if (key === 'ArrowLeft') return { kind: 'resize', by: -resizeStep };
  return key === 'ArrowDown' ? { kind: 'menu' } : null;
}

const stay: GridAct = { kind: 'none' };

function step(place: GridPlace, rows: number, columns: number, press: KeyPress, extent: GridExtent): GridAct {
  return go(place.position + rows, place.column + columns, press, extent);
}

function go(position: number, column: number, press: KeyPress, extent: GridExtent): GridAct {
  const place = {
    // Only a step up leads to the header: a view whose rows are still on their way has none to count.
    position: position < 0 ? -1 : Math.max(0, Math.min(position, extent.rows - 1)),
    column: Math.max(0, Math.min(column, extent.columns - 1)),
  };
  return { kind: 'move', place, extend: press.shiftKey && place.position >= 0 };
}
