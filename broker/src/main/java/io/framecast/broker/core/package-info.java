/** The broker without I/O: handshakes, sessions, streams, subscriber tables, repair and limits, driven by events and virtual time. */
@NullMarked
package io.framecast.broker.core;

import org.jspecify.annotations.NullMarked;
