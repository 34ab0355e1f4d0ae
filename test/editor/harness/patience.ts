/**
 * How long a test waits for what it expects to see, in milliseconds: long, as a machine may do other things beside;
 * nothing waits this long where all is well.
 */
export const patience = 90_000;
