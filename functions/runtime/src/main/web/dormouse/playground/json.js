// JSON in which whole numbers keep all their digits: those beyond 2^53 are read as BigInt.

export function parse(text) {
  return JSON.parse(text, (key, value, context) =>
    typeof value === "number" && context?.source && !Number.isSafeInteger(value) && /^-?\d+$/.test(context.source)
      ? BigInt(context.source)
      : value);
}

export function stringify(value) {
  if (Array.isArray(value)) {
    return "[" + value.map(stringify).join(", ") + "]";
  }
  return typeof value === "bigint" ? value.toString() : JSON.stringify(value);
}

/** How many lists are around the first element. */
export function depth(value) {
  let levels = 0;
  for (let inner = value; Array.isArray(inner); inner = inner[0]) {
    levels++;
  }
  return levels;
}
