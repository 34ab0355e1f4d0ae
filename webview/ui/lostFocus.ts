/**
 * Gives the keyboard on once the page is drawn, unless somebody has taken it elsewhere by then: it goes on where what had it
 * is gone, or is still within `place`.
 */
export function whenDrawnUnlessLeft(place: Element | null, give: () => void): void {
  requestAnimationFrame(() => {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body || place?.contains(activeElement)) give();
  });
}
