/** What stands in git in place of a large file. */
export interface LfsPointer {
  /** SHA-256 of the file. */
  readonly hash: string;
  readonly bytes: number;
}

const firstLine = 'version https://git-lfs.github.com/spec/v1\n';
/** A pointer is a text of at most this many bytes (Git LFS specification). */
const mostBytes = 1024;

export function isLfsPointer(content: Uint8Array): boolean {
  return (
    content.length <= mostBytes &&
    Buffer.from(content.subarray(0, firstLine.length)).toString('latin1') === firstLine &&
    /^oid sha256:[0-9a-f]{64}$/m.test(text(content)) &&
    /^size \d+$/m.test(text(content))
  );
}

/** The content must be a pointer. */
export function readLfsPointer(content: Uint8Array): LfsPointer {
  return { hash: /^oid sha256:([0-9a-f]{64})$/m.exec(text(content))?.[1] ?? '', bytes: Number(/^size (\d+)$/m.exec(text(content))?.[1] ?? 0) };
}

function text(content: Uint8Array): string {
  return Buffer.from(content).toString('utf8');
}
