/** A line that git puts around the sides of a conflict. */
export const conflictMarker = /^(<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)( .*)?$/;
