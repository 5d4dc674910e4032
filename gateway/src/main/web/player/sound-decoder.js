// Encoded sound in, AudioBuffers out: AudioDecoder for packets, decodeAudioData for pieces that are files of their own.

import { base64Bytes, isPiece, opusDescription } from "./sound-format.js";

const WAITING_PIECES = 64;

export class SoundDecoder {
  #track;
  #context;
  #piece;
  #dropped;
  #decoder = null;
  #waiting = 0;
  #generation = 0;
  #unsupported = false;

  /** @param {(piece: {captureMicros: number, buffer: AudioBuffer}) => void} piece */
  constructor(track, context, piece, dropped) {
    this.#track = track;
    this.#context = context;
    this.#piece = piece;
    this.#dropped = dropped;
  }

  frame(frame) {
    if (isPiece(this.#track.codec, frame.payload)) {
      this.#decodePiece(frame);
    } else if (!this.#unsupported) {
      this.#decodePacket(frame);
    }
  }

  restart() {
    this.#generation++;
    if (this.#decoder !== null && this.#decoder.state !== "closed") {
      this.#decoder.close();
    }
    this.#decoder = null;
  }

  close() {
    this.restart();
  }

  #decodePacket(frame) {
    try {
      if (this.#decoder === null) {
        this.#decoder = this.#open();
      }
      this.#decoder.decode(
        new EncodedAudioChunk({
          type: "key",
          timestamp: frame.captureMicros,
          data: frame.payload,
        }),
      );
    } catch {
      this.#fail();
    }
  }

  /** Nothing is tried again until the catalog changes: what a decoder does not take once it does not take at all. */
  #fail() {
    this.restart();
    this.#unsupported = true;
    this.#dropped("sound not playable here");
  }

  #open() {
    const generation = this.#generation;
    const decoder = new AudioDecoder({
      output: (data) => {
        if (generation === this.#generation) {
          this.#piece({ captureMicros: data.timestamp, buffer: this.#copy(data) });
        }
        data.close();
      },
      error: () => generation === this.#generation && this.#fail(),
    });
    const channels = Number(this.#track.channelConfig) || 2;
    const rate = this.#track.samplerate || 48_000;
    const init = base64Bytes(this.#track.initData ?? "");
    const description = this.#track.codec === "opus" ? opusDescription(init, channels) : init;
    decoder.configure({
      codec: this.#track.codec,
      sampleRate: rate,
      numberOfChannels: channels,
      ...(description.length > 0 && { description }),
    });
    return decoder;
  }

  #copy(data) {
    const buffer = this.#context.createBuffer(data.numberOfChannels, data.numberOfFrames, data.sampleRate);
    for (let channel = 0; channel < data.numberOfChannels; channel++) {
      data.copyTo(buffer.getChannelData(channel), { planeIndex: channel, format: "f32-planar" });
    }
    return buffer;
  }

  async #decodePiece(frame) {
    if (this.#waiting >= WAITING_PIECES) {
      this.#dropped("decoder too slow");
      return;
    }
    const generation = this.#generation;
    this.#waiting++;
    try {
      const buffer = await this.#context.decodeAudioData(frame.payload.slice().buffer);
      if (generation === this.#generation) {
        this.#piece({ captureMicros: frame.captureMicros, buffer });
      }
    } catch {
      this.#dropped("sound not playable here");
    } finally {
      this.#waiting--;
    }
  }
}
