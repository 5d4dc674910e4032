/** The broker's shell: socket, event loop, log, start and stop. */
@NullMarked
package io.framecast.broker.net;

import org.jspecify.annotations.NullMarked;
