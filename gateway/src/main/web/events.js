// The list of streams by server-sent events, or by asking where something on the way swallows those.

const FIRST_WAIT_MILLIS = 500;
const LONGEST_WAIT_MILLIS = 4_000;
const ASK_MILLIS = 2_000;

/** An event source that says nothing for so long is held up by a proxy: comments come every 15 s, but the first list at once. */
const SILENT_MILLIS = 3_000;

/**
 * @param {{streams(message: object): void, away(): void, login(): void}} listener
 * @param {string} [address]
 */
export function watchStreams(listener, address = "/api/v1") {
  let failures = 0;
  let silent = 0;

  function open() {
    const source = new EventSource(`${address}/events`);
    const timer = setTimeout(() => {
      source.close();
      silent++;
      ask();
    }, SILENT_MILLIS);
    source.addEventListener("streams", (event) => {
      clearTimeout(timer);
      failures = 0;
      silent = 0;
      listener.streams(JSON.parse(event.data));
    });
    source.onerror = async () => {
      clearTimeout(timer);
      source.close();
      // An event source does not say why: the list does.
      await ask();
    };
  }

  async function ask() {
    const answer = await fetch(`${address}/streams`).catch(() => null);
    if (answer?.status === 401) {
      listener.login();
      return;
    }
    if (answer?.ok) {
      failures = 0;
      listener.streams(await answer.json());
      setTimeout(silent > 0 ? ask : open, silent > 0 ? ASK_MILLIS : FIRST_WAIT_MILLIS);
      return;
    }
    listener.away();
    setTimeout(open, Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS * 2 ** failures++));
  }

  open();
}
