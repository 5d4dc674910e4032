/** The gateway: streams of a broker for browsers, over HTTP and WebSocket. */
@NullMarked
package io.framecast.gateway;

import org.jspecify.annotations.NullMarked;
