/** The machines of a client: handshake, requests, subscriptions, publication. */
@NullMarked
package io.framecast.protocol.session;

import org.jspecify.annotations.NullMarked;
