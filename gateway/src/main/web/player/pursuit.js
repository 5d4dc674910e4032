// How a video element stays near the end of what is buffered. Pure; seconds.

/** Where it wants to be behind the edge: sound needs more, or it stutters. */
const TARGET = { picture: 0.06, sound: 0.12 };

/** Further behind than this over the target it hurries, and further than that it jumps. */
const HURRY = 0.05;
const JUMP = 0.7;

const HURRY_RATE = 1.1;

/**
 * @param {{at: number, start: number, edge: number, sound: boolean}} now position, and the last buffered range
 * @returns {{seekTo: number|null, rate: number}}
 */
export function pursue({ at, start, edge, sound }) {
  const target = sound ? TARGET.sound : TARGET.picture;
  const behind = edge - at;
  // Sound that is buffered later than the picture takes the edge back: that is waited for. Only what is far ahead is another time.
  if (at < start || behind < -JUMP || behind > target + JUMP) {
    return { seekTo: Math.max(start, edge - target), rate: 1 };
  }
  return { seekTo: null, rate: behind > target + HURRY ? HURRY_RATE : 1 };
}
