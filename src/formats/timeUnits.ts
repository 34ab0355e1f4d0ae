/** What moments, times of day and durations are counted in. */
export type TimeUnit = 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds';

/** Digits of a second's fraction. */
export const fractionDigits: Readonly<Record<TimeUnit, number>> = { seconds: 0, milliseconds: 3, microseconds: 6, nanoseconds: 9 };

/** As Parquet's logical types name them. */
export const parquetUnits: Readonly<Record<string, TimeUnit>> = { MILLIS: 'milliseconds', MICROS: 'microseconds', NANOS: 'nanoseconds' };
