import { DataType, TimeUnit as ArrowUnit } from 'apache-arrow';
import type { TimeUnit } from './timeUnits.ts';

export const arrowUnits: Readonly<Record<ArrowUnit, TimeUnit>> = {
  [ArrowUnit.SECOND]: 'seconds',
  [ArrowUnit.MILLISECOND]: 'milliseconds',
  [ArrowUnit.MICROSECOND]: 'microseconds',
  [ArrowUnit.NANOSECOND]: 'nanoseconds',
};

/** Whether values of a type hold other values. */
export function isNested(type: DataType): boolean {
  return (
    DataType.isList(type) ||
    DataType.isLargeList(type) ||
    DataType.isFixedSizeList(type) ||
    DataType.isStruct(type) ||
    DataType.isMap(type) ||
    DataType.isUnion(type)
  );
}
