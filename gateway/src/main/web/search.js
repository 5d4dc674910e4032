// The wall's search.

/** Whether each word of the query is in the stream's title, id or tags. */
export function matches(stream, query) {
  const text = [stream.title, stream.id, ...(stream.tags ?? [])].join("\n").toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** What the bar says of so many streams. */
export function count(all, shown, query) {
  if (all === 0) {
    return "";
  }
  return query === "" ? `${all} live` : `${shown} of ${all} live`;
}
