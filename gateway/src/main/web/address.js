// Ids in addresses.

/** Path of an id in the gateway's addresses; ids may hold '/', and even segments that an address would resolve. */
export function path(prefix, id) {
  const segments = id.split("/");
  const plain = segments.every((each) => !["", ".", ".."].includes(each));
  return prefix + (plain ? segments.map(encodeURIComponent).join("/") : encodeURIComponent(id));
}
