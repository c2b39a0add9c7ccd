/** The largest file that may be uploaded. A day of ten million lines, packed, stays below it. */
export const MAX_UPLOAD_BYTES = 1024 ** 3;
