/** A value that cannot be written as asked. The message says what and why; row and file are known to the caller. */
export class EditError extends Error {
  override readonly name = 'EditError';
}
