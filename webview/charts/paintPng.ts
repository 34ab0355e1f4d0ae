import type { Picture } from './drawPicture.ts';

/** Longest side of what a canvas can hold in all browsers, in pixels. */
const mostSide = 8192;
/** Pixels of the picture a pixel of the page: sharp in print and on dense screens. */
const wantedScale = 2;

/** Paints a picture as PNG, twice as large as on the page where that can be held. */
export async function paintPng({ svg, width, height }: Picture): Promise<Blob> {
  const scale = Math.min(wantedScale, mostSide / width, mostSide / height);
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: Math.round(width * scale), height: Math.round(height * scale) });
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!png) throw new Error('This window could not paint the picture. Save it as SVG.');
    return png;
  } finally {
    URL.revokeObjectURL(address);
  }
}
